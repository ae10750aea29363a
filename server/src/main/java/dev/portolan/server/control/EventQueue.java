package dev.portolan.server.control;

import dev.portolan.server.control.NotAcceptedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Events on their way to the loop: bounded, and no future is ever forgotten. Any thread may {@link
 * #offer}; one thread takes. Its states follow each other: shut, open, shut for good, abandoned
 * (nobody takes any more, and what is inside or comes late is refused).
 */
final class EventQueue {
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

  /** Takes no more events; those inside stay for the taker. */
  void shut() {
    open = false;
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

  /** Takes the events that are there, in order. */
  List<Submission> take(int atMost) {
    List<Submission> taken = new ArrayList<>();
    submissions.drainTo(taken, atMost);
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
  record Submission(RegistryEvent event, CompletableFuture<Outcome> outcome) {
    private void refuse(Reason reason) {
      outcome.completeExceptionally(new NotAcceptedException(reason));
    }
  }
}
