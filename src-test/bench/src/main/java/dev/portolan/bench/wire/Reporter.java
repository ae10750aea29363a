package dev.portolan.bench.wire;

import dev.portolan.registry.Revision;
import dev.portolan.v1.Batch;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.Complete;
import dev.portolan.v1.Heartbeat;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An origin on its report stream. Methods from one thread; futures complete on the connection's
 * thread when the hub has made durable what they stand for.
 */
public final class Reporter implements StreamObserver<ReportResponse> {
  private final Queue<CompletableFuture<Revision>> unanswered = new ConcurrentLinkedQueue<>();
  private final StreamObserver<ReportRequest> stream;
  private long batches;
  private long heartbeats;
  private volatile Optional<Throwable> ended = Optional.empty();

  private Reporter(Channel channel) {
    stream = ReportServiceGrpc.newStub(channel).report(this);
  }

  /** Says hello. */
  public static Reporter open(Channel channel, String origin) {
    Reporter reporter = new Reporter(channel);
    reporter.stream.onNext(
        ReportRequest.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setOrigin(origin)
                    .setIncarnation(System.currentTimeMillis())
                    .setAgentVersion("bench"))
            .build());
    return reporter;
  }

  /** Sends some changes; the revision that holds them. */
  public CompletableFuture<Revision> batch(List<BatchItem> items) {
    CompletableFuture<Revision> durable = new CompletableFuture<>();
    batches++;
    ask(
        durable,
        ReportRequest.newBuilder()
            .setBatch(Batch.newBuilder().setNumber(batches).addAllItems(items))
            .build());
    return durable;
  }

  /** Says that the list is complete. */
  public CompletableFuture<Revision> complete() {
    CompletableFuture<Revision> durable = new CompletableFuture<>();
    ask(
        durable,
        ReportRequest.newBuilder()
            .setComplete(Complete.newBuilder().setLastBatch(batches))
            .build());
    return durable;
  }

  private void ask(CompletableFuture<Revision> durable, ReportRequest request) {
    unanswered.add(durable);
    // Asked after the question is among the unanswered ones: whichever comes second fails it.
    ended.ifPresent(durable::completeExceptionally);
    send(request);
  }

  // Heartbeats are sent on the connection's thread.
  private synchronized void send(ReportRequest request) {
    if (ended.isEmpty()) {
      stream.onNext(request);
    }
  }

  /** Ends the stream in good order; nothing is withdrawn by that. */
  public synchronized void end() {
    ended = Optional.of(new IllegalStateException("this report stream was ended"));
    stream.onCompleted();
  }

  @Override
  public void onNext(ReportResponse response) {
    switch (response.getMessageCase()) {
      case BATCH_ACKNOWLEDGEMENT -> acknowledged(response.getBatchAcknowledgement());
      case COMPLETE_ACKNOWLEDGEMENT -> answer(response.getCompleteAcknowledgement().getRevision());
      case HEARTBEAT -> beat();
      default -> {
        // The welcome: nobody waits for it.
      }
    }
  }

  // The hub sends one in each interval in which it has nothing else to say, and would give up an
  // origin that says nothing.
  private void beat() {
    send(
        ReportRequest.newBuilder()
            .setHeartbeat(Heartbeat.newBuilder().setSequence(++heartbeats))
            .build());
  }

  private void acknowledged(BatchAcknowledgement acknowledgement) {
    if (acknowledgement.getRejectionsCount() > 0) {
      onError(new IllegalStateException("refused: " + acknowledgement.getRejections(0)));
    } else {
      answer(acknowledgement.getRevision());
    }
  }

  private void answer(dev.portolan.v1.Revision revision) {
    CompletableFuture<Revision> first = unanswered.poll();
    if (first != null) {
      first.complete(new Revision(revision.getEpoch(), revision.getSequence()));
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended = Optional.of(failure);
    unanswered.forEach(waiting -> waiting.completeExceptionally(failure));
  }

  @Override
  public void onCompleted() {
    onError(new IllegalStateException("the hub ended the report stream"));
  }
}
