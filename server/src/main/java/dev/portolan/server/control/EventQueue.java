package dev.portolan.server.control;

import dev.portolan.server.control.NotAcceptedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to the loop: bounded, and no future is ever forgotten. Any thread may {@link
 * #offer}; one thread takes. Its states follow each other: shut, open, shut for good, abandoned
 * (nobody takes any more, and what is inside or comes late is refused).
 */
final class EventQueue {
  /** Wakes the taker and stands for no event. */
  private static final Submission WAKE = new Submission(null, new CompletableFuture<>());

  private final BlockingQueue<Submission> submissions;
  private volatile boolean open;
  private volatile boolean abandoned;

  EventQueue(int bound) {
    submissions = new ArrayBlockingQueue<>(bound);
  }

  void open() {
    open = true;
  }

  boolean isOpen() {
    return open;
  }

  /** Takes no more events; those inside stay for the taker, who wakes up. */
  void shut() {
    open = false;
    // No room means that the taker has something to wake up for.
    submissions.offer(WAKE);
  }

  CompletableFuture<Outcome> offer(RegistryEvent event) {
    Submission submission = new Submission(event, new CompletableFuture<>());
    if (!open) {
      submission.refuse(Reason.NOT_RUNNING);
    } else if (!submissions.offer(submission)) {
      submission.refuse(Reason.BUSY);
    } else if (abandoned) {
      // The taker left between the look at `open` and the offer.
      abandon();
    }
    return submission.outcome();
  }

  /** Waits for events and takes those that are there, in order; none when the time is up. */
  List<Submission> take(int atMost, long waitNanos) throws InterruptedException {
    List<Submission> taken = new ArrayList<>();
    Submission first = submissions.poll(Math.max(0, waitNanos), TimeUnit.NANOSECONDS);
    if (first != null) {
      taken.add(first);
      submissions.drainTo(taken, atMost - 1);
      taken.removeIf(submission -> submission.event() == null);
    }
    return taken;
  }

  boolean isEmpty() {
    return submissions.isEmpty();
  }

  /** Nobody will take again: refuses what is inside and what is still being offered. */
  void abandon() {
    open = false;
    abandoned = true;
    List<Submission> left = new ArrayList<>();
    submissions.drainTo(left);
    left.forEach(submission -> submission.refuse(Reason.NOT_RUNNING));
  }

  /** An event and the future of whoever waits for it. */
  record Submission(@Nullable RegistryEvent event, CompletableFuture<Outcome> outcome) {
    private void refuse(Reason reason) {
      outcome.completeExceptionally(new NotAcceptedException(reason));
    }
  }
}
