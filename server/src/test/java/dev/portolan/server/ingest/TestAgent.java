package dev.portolan.server.ingest;

import static java.util.Objects.requireNonNull;

import dev.portolan.registry.Recorded;
import dev.portolan.v1.Batch;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.Complete;
import dev.portolan.v1.CompleteAcknowledgement;
import dev.portolan.v1.Heartbeat;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc.ReportServiceStub;
import dev.portolan.v1.ServiceRemoval;
import dev.portolan.v1.Status;
import dev.portolan.v1.Surroundings;
import dev.portolan.v1.Welcome;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.Standing;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The peer of one report stream: says what the test tells it and keeps what it hears. */
public final class TestAgent implements StreamObserver<ReportResponse> {
  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<ReportResponse> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
  private @Nullable StreamObserver<ReportRequest> requests;

  public void open(ReportServiceStub stub) {
    requests = stub.report(this);
  }

  public void hello(String origin, long incarnation) {
    hello(origin, incarnation, 0, "");
  }

  public void hello(String origin, long incarnation, long acknowledgedBatch, String epoch) {
    Hello hello =
        Hello.newBuilder()
            .setOrigin(origin)
            .setIncarnation(incarnation)
            .setAgentVersion("test")
            .setAcknowledgedBatch(acknowledgedBatch)
            .setAcknowledgedEpoch(epoch)
            .build();
    send(ReportRequest.newBuilder().setHello(hello));
  }

  /** As the agent of the cluster with a uid. */
  public void hello(String origin, long incarnation, String uid) {
    send(
        ReportRequest.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setOrigin(origin)
                    .setClusterUid(uid)
                    .setIncarnation(incarnation)
                    .setAgentVersion("test")));
  }

  public void batch(long number, BatchItem... items) {
    send(
        ReportRequest.newBuilder()
            .setBatch(Batch.newBuilder().setNumber(number).addAllItems(List.of(items))));
  }

  public void complete(long lastBatch) {
    send(ReportRequest.newBuilder().setComplete(Complete.newBuilder().setLastBatch(lastBatch)));
  }

  public void heartbeat() {
    send(ReportRequest.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSequence(1)));
  }

  public void status(Status status) {
    send(ReportRequest.newBuilder().setStatus(status));
  }

  public void surroundings(Surroundings surroundings) {
    send(ReportRequest.newBuilder().setSurroundings(surroundings));
  }

  /** The connection breaks. */
  public void breakOff() {
    requireNonNull(requests).onError(new IllegalStateException("broken by the test"));
  }

  /** The agent says nothing more, in good order. */
  public void finish() {
    requireNonNull(requests).onCompleted();
  }

  void send(ReportRequest.Builder request) {
    requireNonNull(requests).onNext(request.build());
  }

  public Welcome welcome() {
    return next().getWelcome();
  }

  public BatchAcknowledgement acknowledged() {
    return next().getBatchAcknowledgement();
  }

  public CompleteAcknowledgement completed() {
    return next().getCompleteAcknowledgement();
  }

  /** The next response; fails when the stream ends or none comes. */
  public ReportResponse next() {
    try {
      ReportResponse response = responses.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (response == null) {
        throw new AssertionError("no response; the stream's end: " + end.getNow(null));
      }
      return response;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether there is a response that was not taken. */
  public boolean hasNext() {
    return !responses.isEmpty();
  }

  /** Whether the stream has ended. */
  public boolean ended() {
    return end.isDone();
  }

  /** The failure with which the hub ends the stream. */
  public StatusRuntimeException failure() {
    Throwable failure = end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (failure instanceof StatusRuntimeException status) {
      return status;
    }
    throw new AssertionError("the stream ended in good order");
  }

  /** Waits for the stream to end in good order. */
  public void awaitCompletion() {
    Throwable failure = end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (failure != null) {
      throw new AssertionError("the stream failed", failure);
    }
  }

  @Override
  public void onNext(ReportResponse response) {
    responses.add(response);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(null);
  }

  public static BatchItem item(dev.portolan.registry.Service service) {
    return BatchItem.newBuilder()
        .setService(RecordEncoder.service(Recorded.local(service)))
        .build();
  }

  public static BatchItem item(dev.portolan.registry.EndpointSlice slice) {
    return BatchItem.newBuilder()
        .setEndpointSlice(RecordEncoder.slice(Recorded.local(slice)))
        .build();
  }

  public static BatchItem item(dev.portolan.registry.Cluster cluster) {
    return BatchItem.newBuilder()
        .setCluster(RecordEncoder.cluster(Recorded.local(cluster), Standing.NONE))
        .build();
  }

  /** Withdraws a service of the sample namespace. */
  public static BatchItem removal(String service) {
    return BatchItem.newBuilder()
        .setServiceRemoval(ServiceRemoval.newBuilder().setNamespace("bookinfo").setName(service))
        .build();
  }

  /** A service item with another name and port, good or not. */
  public static BatchItem edited(BatchItem item, String name, int port) {
    BatchItem.Builder edited = item.toBuilder();
    edited.getServiceBuilder().setName(name).getPortsBuilder(0).setNumber(port);
    return edited.build();
  }
}
