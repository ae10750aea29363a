package dev.portolan.agent.session;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import dev.portolan.v1.Batch;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.Complete;
import dev.portolan.v1.CompleteAcknowledgement;
import dev.portolan.v1.FieldViolation;
import dev.portolan.v1.Heartbeat;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ItemRejection;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import dev.portolan.v1.Revision;
import dev.portolan.v1.Welcome;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The hub's side of report streams as the contract has it, for one origin: keeps the records,
 * refuses gaps in the numbers, repeats no batch, removes only at complete. A test can hold back
 * what is durable, refuse items, break streams at any time, and forget everything.
 */
public final class FakeReports extends ReportServiceGrpc.ReportServiceImplBase {
  private final List<ReportRequest> requests = new ArrayList<>();
  private final NavigableMap<String, BatchItem> records = new TreeMap<>();
  private final Set<String> refused = new TreeSet<>();
  private final Deque<Runnable> answers = new ArrayDeque<>();
  private String epoch = "00000000000000aa";
  private long sequence;
  private long incarnation;
  private long batch;
  private boolean complete;
  private boolean answering = true;
  private Welcome.Builder limits =
      Welcome.newBuilder()
          .setMaxBatchItems(10)
          .setMaxRequestBytes(1 << 20)
          .setHeartbeatInterval(Duration.newBuilder().setSeconds(2));
  private int streams;
  private @Nullable Stream current;

  @Override
  public StreamObserver<ReportRequest> report(StreamObserver<ReportResponse> responses) {
    streams++;
    current = new Stream(responses);
    return current;
  }

  /** Every request on every stream, in order. */
  public List<ReportRequest> requests() {
    return requests;
  }

  /** Requests of one kind. */
  public List<ReportRequest> requests(ReportRequest.MessageCase kind) {
    return requests.stream().filter(request -> request.getMessageCase() == kind).toList();
  }

  /** How many streams were ever opened. */
  public int streams() {
    return streams;
  }

  /** The records of the origin, by {@code <kind>/<names>}. */
  public NavigableMap<String, BatchItem> records() {
    return records;
  }

  /** Whether the incarnation's complete list is in. */
  public boolean complete() {
    return complete;
  }

  /** Number of the last batch that is durable. */
  public long batch() {
    return batch;
  }

  /** What welcomes say from now on. */
  public Welcome.Builder limits() {
    return limits;
  }

  /** Puts a record there as an earlier incarnation would have. */
  public void hold(String name, BatchItem item) {
    records.put(name, item);
  }

  /** Refuses items of this name from now on. */
  public void refuse(String name) {
    refused.add(name);
  }

  /** Takes items of this name again. */
  public void accept(String name) {
    refused.remove(name);
  }

  /** Batches are made durable and answered only by {@link #answerOne}. */
  public void holdAnswers() {
    answering = false;
  }

  /** Makes the oldest batch durable and answers it. */
  public boolean answerOne() {
    Runnable answer = answers.poll();
    if (answer != null) {
      answer.run();
    }
    return answer != null;
  }

  /** Answers everything, and at once from now on. */
  public void answerAll() {
    answering = true;
    while (answerOne()) {}
  }

  /** Ends the stream; what is not durable is lost. */
  public void breakStream(Status status) {
    breakStream(status.asRuntimeException());
  }

  /** Ends the stream; what is not durable is lost. */
  public void breakStream(StatusRuntimeException error) {
    answers.clear();
    Stream ending = current;
    current = null;
    if (ending != null) {
      ending.responses.onError(error);
    }
  }

  /** Makes everything durable that was sent, and ends the stream before any of it is answered. */
  public void breakBeforeAnswering() {
    Stream ending = current;
    current = null;
    while (answerOne()) {}
    if (ending != null) {
      ending.responses.onError(Status.UNAVAILABLE.asRuntimeException());
    }
  }

  /** A process with this number takes over, as long as none with a higher one says hello. */
  public void supersede(long newer) {
    incarnation = newer;
    batch = 0;
    complete = false;
    breakStream(superseded());
  }

  private StatusRuntimeException superseded() {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.ABORTED.value())
            .setMessage("superseded by incarnation " + incarnation)
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason("SUPERSEDED")
                        .putMetadata("incarnation", Long.toString(incarnation))
                        .build()))
            .build());
  }

  /** Another store takes over, empty, of another epoch. */
  public void forget() {
    records.clear();
    epoch = "00000000000000bb";
    sequence = 0;
    incarnation = 0;
    batch = 0;
    complete = false;
  }

  /** A sign of life. */
  public void beat() {
    say(ReportResponse.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSequence(1)));
  }

  private void say(ReportResponse.Builder response) {
    if (current != null) {
      current.responses.onNext(response.build());
    }
  }

  private void answer(Runnable durable) {
    answers.add(durable);
    if (answering) {
      answerAll();
    }
  }

  private Revision revision() {
    return Revision.newBuilder().setEpoch(epoch).setSequence(sequence).build();
  }

  private final class Stream implements StreamObserver<ReportRequest> {
    private final StreamObserver<ReportResponse> responses;
    private final Set<String> listed = new HashSet<>();
    private long last;
    private boolean live;

    private Stream(StreamObserver<ReportResponse> responses) {
      this.responses = responses;
    }

    @Override
    public void onNext(ReportRequest request) {
      requests.add(request);
      switch (request.getMessageCase()) {
        case HELLO -> hello(request.getHello());
        case BATCH -> batch(request.getBatch());
        case COMPLETE -> complete(request.getComplete());
        case HEARTBEAT, STATUS, SURROUNDINGS, MESSAGE_NOT_SET -> {}
      }
    }

    private void hello(Hello hello) {
      if (hello.getIncarnation() < incarnation) {
        breakStream(superseded());
        return;
      }
      if (hello.getIncarnation() > incarnation) {
        incarnation = hello.getIncarnation();
        batch = 0;
        complete = false;
      }
      // Resuming after nothing is no resuming: a list without a batch is to be sent again.
      live = complete && batch > 0;
      last = live ? batch : 0;
      say(
          ReportResponse.newBuilder()
              .setWelcome(limits.setRevision(revision()).setResumeAfterBatch(last)));
    }

    private void batch(Batch sent) {
      if ((last > 0 || live) && sent.getNumber() > last + 1) {
        breakStream(Status.INVALID_ARGUMENT.withDescription(sent.getNumber() + " after " + last));
        return;
      }
      last = Math.max(last, sent.getNumber());
      answer(() -> durable(sent));
    }

    private void durable(Batch sent) {
      BatchAcknowledgement.Builder answer =
          BatchAcknowledgement.newBuilder().setNumber(sent.getNumber());
      for (int i = 0; i < sent.getItemsCount(); i++) {
        String name = nameOf(sent.getItems(i));
        listed.add(name);
        if (refused.contains(name)) {
          answer.addRejections(
              ItemRejection.newBuilder()
                  .setItem(i)
                  .setName(name)
                  .addViolations(
                      FieldViolation.newBuilder()
                          .setField("service.ports[0].number")
                          .setDescription("is 0; a port is 1 to 65535")));
        } else if (sent.getNumber() > batch) {
          put(name, sent.getItems(i));
        }
      }
      batch = Math.max(batch, sent.getNumber());
      sequence++;
      say(ReportResponse.newBuilder().setBatchAcknowledgement(answer.setRevision(revision())));
    }

    private void put(String name, BatchItem item) {
      switch (item.getItemCase()) {
        case SERVICE_REMOVAL -> {
          records.remove(name);
          String slices = "endpointslice/" + name.substring("service/".length()) + "/";
          records.keySet().removeIf(key -> key.startsWith(slices));
        }
        case ENDPOINT_SLICE_REMOVAL -> records.remove(name);
        case CLUSTER, SERVICE, ENDPOINT_SLICE -> records.put(name, item);
        case ITEM_NOT_SET -> throw new AssertionError("an empty item");
      }
    }

    private void complete(Complete declared) {
      if (last > 0 && declared.getLastBatch() != last) {
        breakStream(Status.INVALID_ARGUMENT.withDescription("last batch " + last));
        return;
      }
      live = true;
      last = declared.getLastBatch();
      answer(() -> settled(declared));
    }

    private void settled(Complete declared) {
      records.keySet().removeIf(name -> !name.equals("cluster") && !listed.contains(name));
      complete = true;
      batch = Math.max(batch, declared.getLastBatch());
      say(
          ReportResponse.newBuilder()
              .setCompleteAcknowledgement(
                  CompleteAcknowledgement.newBuilder().setRevision(revision())));
    }

    @Override
    public void onError(Throwable error) {
      gone();
    }

    @Override
    public void onCompleted() {
      gone();
    }

    private void gone() {
      if (current == this) {
        current = null;
        answers.clear();
      }
    }
  }

  /** The name under which an item's record is kept. */
  public static String nameOf(BatchItem item) {
    return switch (item.getItemCase()) {
      case CLUSTER -> "cluster";
      case SERVICE ->
          "service/" + item.getService().getNamespace() + "/" + item.getService().getName();
      case SERVICE_REMOVAL ->
          "service/"
              + item.getServiceRemoval().getNamespace()
              + "/"
              + item.getServiceRemoval().getName();
      case ENDPOINT_SLICE ->
          "endpointslice/%s/%s/%s"
              .formatted(
                  item.getEndpointSlice().getNamespace(),
                  item.getEndpointSlice().getService(),
                  item.getEndpointSlice().getName());
      case ENDPOINT_SLICE_REMOVAL ->
          "endpointslice/%s/%s/%s"
              .formatted(
                  item.getEndpointSliceRemoval().getNamespace(),
                  item.getEndpointSliceRemoval().getService(),
                  item.getEndpointSliceRemoval().getName());
      case ITEM_NOT_SET -> throw new AssertionError("an empty item");
    };
  }

  /** The hello of the latest stream. */
  public Optional<Hello> lastHello() {
    List<ReportRequest> hellos = requests(ReportRequest.MessageCase.HELLO);
    return hellos.isEmpty()
        ? Optional.empty()
        : Optional.of(hellos.get(hellos.size() - 1).getHello());
  }
}
