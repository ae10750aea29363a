package dev.portolan.server.ingest;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.OriginTakenException;
import dev.portolan.server.control.Outcome;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.rpc.UnavailableException;
import dev.portolan.v1.Batch;
import dev.portolan.v1.Complete;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.wire.SurroundingsDecoder;
import io.grpc.Attributes;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One report stream from its hello to its end. All methods run in the order of its {@link
 * ReportStream}, but {@link #displaced}, which is for any thread. Events go to the registry one
 * after the other, each when the one before it is durable: a failed write can leave no hole behind
 * it.
 */
final class ReportSession {
  private static final Logger log = LoggerFactory.getLogger(ReportSession.class);

  private final ReportHub hub;
  private final ReportStream stream;
  private final Attributes transport;
  private final Queue<Submission> submissions = new ArrayDeque<>();
  private final Heartbeats heartbeats = new Heartbeats();
  private final SurroundingsDecoder surroundings = new SurroundingsDecoder();
  private ReportState state = new ReportState.AwaitingHello();
  private @Nullable Reporter reporter;
  private boolean submitted;
  private boolean finished;

  ReportSession(ReportHub hub, ReportStream stream, Attributes transport) {
    this.hub = hub;
    this.stream = stream;
    this.transport = transport;
  }

  /** Whether another request may come. */
  boolean hasRoom() {
    return submissions.size() < ReportLimits.MAX_SUBMISSIONS;
  }

  /** The peer says something. */
  void received(ReportRequest request) {
    heartbeats.heard();
    try {
      requireSize(request);
      accept(request);
    } catch (RuntimeException refused) {
      end(refused);
    }
  }

  /** The peer says nothing more, in good order; it gets the acknowledgements that it waits for. */
  void finished() {
    finished = true;
    completeWhenSettled();
  }

  /** The connection is gone. What was not submitted is forgotten, nothing is withdrawn. */
  void broken() {
    close("the connection broke");
    stream.stop();
  }

  /** A heartbeat interval has passed. */
  void tick() {
    if (!submissions.isEmpty()) {
      // The peer waits for us; and while there is no room, its heartbeats wait as well.
      heartbeats.heard();
      alive();
    }
    if (heartbeats.silentFor() >= ReportLimits.SILENT_INTERVALS) {
      end(
          new UnavailableException(
              "SILENT",
              "nothing heard for %d ms; reconnect".formatted(hub.limits().silence().toMillis())));
      return;
    }
    if (reporter != null && stream.ready() && heartbeats.due()) {
      send(ReportResponse.newBuilder().setHeartbeat(heartbeats.next()).build());
    }
    heartbeats.intervalPassed();
  }

  /** Another stream has taken over, or all must go. From any thread. */
  void displaced(RuntimeException reason) {
    hub.executor().execute(() -> stream.run(() -> end(reason)));
  }

  private void accept(ReportRequest request) {
    switch (request.getMessageCase()) {
      case HELLO -> hello(request.getHello());
      case BATCH -> batch(request.getBatch());
      case COMPLETE -> complete(request.getComplete());
      case HEARTBEAT -> known();
      case STATUS -> hub.agents().status(known().origin(), this, Statuses.kept(request));
      case SURROUNDINGS ->
          hub.agents()
              .surroundings(known().origin(), this, surroundings.take(request.getSurroundings()));
      case MESSAGE_NOT_SET ->
          throw new InvalidRequestException(
              "message", "is not set, or is of a kind that this hub does not know");
    }
    if (reporter != null) {
      hub.agents().heard(reporter.origin(), this);
      alive();
    }
  }

  private void hello(Hello hello) {
    Reporter newcomer = Greeting.reporter(hello, hub.authenticator(), transport);
    if (hub.lostWrites()
        .provenByReport(
            newcomer.origin(),
            newcomer.incarnation(),
            hello.getAcknowledgedEpoch(),
            hello.getAcknowledgedBatch())) {
      throw EpochChanges.ending(hello.getAcknowledgedEpoch());
    }
    admissible(newcomer, hello.getClusterUid());
    Greeting greeting = Greeting.of(newcomer, hello, hub.registry().snapshot());
    long resumeAfter = greeting.resumeAfter();
    state = resumeAfter > 0 ? state.resumed(resumeAfter) : state.listing();
    hub.agents().admit(newcomer, this);
    reporter = newcomer;
    Revision now = hub.registry().snapshot().revision();
    if (!now.comparableWith(greeting.revision())) {
      // It began while this stream was not among those that are ended for it.
      throw EpochChanges.begun(now);
    }
    log.info(
        "Agent of {} connected: version {}, incarnation {}, {}",
        newcomer.origin(),
        newcomer.version(),
        newcomer.incarnation(),
        resumeAfter > 0 ? "resumes after batch " + resumeAfter : "will send its list");
    send(greeting.welcome(hub.limits()));
  }

  private void admissible(Reporter newcomer, String clusterUid) {
    RegistrySnapshot snapshot = hub.registry().snapshot();
    if (!snapshot.origin(newcomer.origin()).registrations().isEmpty()) {
      throw OriginTakenException.registered(newcomer.origin());
    }
    hub.agents().bindings().asks(snapshot, newcomer.origin(), clusterUid);
    try {
      hub.agents().rivals().asks(newcomer.origin(), newcomer.incarnation());
    } catch (ContendedException frozen) {
      // Nobody may write, but the cluster is there.
      hub.life().heard(newcomer.origin());
      throw frozen;
    }
  }

  private void batch(Batch batch) {
    requireItems(batch);
    Reporter known = known();
    requireOwn(known, batch);
    String uid = hub.agents().bindings().bound(hub.registry().snapshot(), known.origin());
    DecodedBatch decoded =
        DecodedBatch.of(
            known.origin(), batch, hub.limits(), known.uid().isEmpty() ? uid : known.uid());
    state = state.batch(batch.getNumber(), decoded.listed(), decoded.withdrawn());
    submit(
        new Submission(
            new RegistryEvent.Batch(
                known.origin(), known.incarnation(), batch.getNumber(), decoded.changes()),
            outcome -> Acknowledgements.batch(batch.getNumber(), decoded.rejections(), outcome)));
  }

  // An agent may know its cluster's uid only after its hello; then its facts tell.
  private void requireOwn(Reporter known, Batch batch) {
    for (String uid : DecodedBatch.uids(batch)) {
      try {
        hub.agents().bindings().asks(hub.registry().snapshot(), known.origin(), uid);
      } catch (ForeignClusterException foreign) {
        hub.agents().forget(known.origin(), this);
        throw foreign;
      }
    }
  }

  private void complete(Complete complete) {
    Reporter known = known();
    ReportState.Listed list = state.complete(complete.getLastBatch());
    state = list.next();
    submit(
        new Submission(
            new RegistryEvent.Complete(
                known.origin(), known.incarnation(), complete.getLastBatch(), list.keys()),
            Acknowledgements::complete));
  }

  private void submit(Submission submission) {
    submissions.add(submission);
    submitNext();
  }

  private void submitNext() {
    Submission next = submissions.peek();
    if (next == null || submitted) {
      return;
    }
    submitted = true;
    // Dropped: the future's failure is handled where its outcome is.
    var unused =
        hub.registry()
            .submit(next.event())
            .whenCompleteAsync(
                (outcome, failure) -> stream.run(() -> settled(next, outcome, failure)),
                hub.executor());
  }

  private void settled(
      Submission submission, @Nullable Outcome outcome, @Nullable Throwable failure) {
    if (outcome == null) {
      end(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
      return;
    }
    submitted = false;
    submissions.remove();
    alive();
    send(submission.answer().apply(outcome));
    submitNext();
    completeWhenSettled();
  }

  private void completeWhenSettled() {
    if (finished && submissions.isEmpty()) {
      close("the agent closed the stream");
      stream.complete();
    }
  }

  private void send(ReportResponse response) {
    heartbeats.said();
    stream.send(response);
  }

  /** Ends the stream because of a failure. */
  void end(@Nullable Throwable reason) {
    Throwable failure = reason == null ? new IllegalStateException("no outcome") : reason;
    close(String.valueOf(failure.getMessage()));
    stream.fail(failure);
  }

  private void close(String why) {
    state = new ReportState.Closed();
    submissions.clear();
    if (reporter != null) {
      hub.agents().release(reporter.origin(), this);
      log.info("Agent of {} disconnected: {}", reporter.origin(), why);
    }
  }

  private void alive() {
    if (reporter != null) {
      hub.life().heard(reporter.origin());
    }
  }

  private Reporter known() {
    if (reporter == null) {
      throw new InvalidRequestException("the stream is not welcomed: " + state.expectation());
    }
    return reporter;
  }

  private void requireSize(ReportRequest request) {
    int limit = hub.limits().maxRequestBytes();
    // An item that alone is too large is refused by its name, and the others are taken.
    int size = request.getSerializedSize() - DecodedBatch.refusedBytes(request.getBatch(), limit);
    if (size > limit) {
      throw new InvalidRequestException(
          "the request has %d bytes; at most %d (max_request_bytes) are allowed"
              .formatted(size, limit));
    }
  }

  private void requireItems(Batch batch) {
    int limit = hub.limits().maxBatchItems();
    if (batch.getItemsCount() > limit) {
      throw new InvalidRequestException(
          "batch.items",
          "has %d items; at most %d (max_batch_items) are allowed"
              .formatted(batch.getItemsCount(), limit));
    }
    if (batch.getNumber() < 1) {
      throw new InvalidRequestException("batch.number", "is 0; the first batch has number 1");
    }
  }
}
