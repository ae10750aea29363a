package dev.portolan.agent.uplink;

import dev.portolan.agent.session.HubStream;
import dev.portolan.agent.session.LinkLoop;
import dev.portolan.agent.session.Silence;
import dev.portolan.v1.Batch;
import dev.portolan.v1.Complete;
import dev.portolan.v1.Heartbeat;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import dev.portolan.v1.Status;
import dev.portolan.v1.Surroundings;
import io.grpc.Channel;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.time.Duration;

/**
 * One report stream: what is said on it, and the heartbeats. Confined to the loop; dies with the
 * stream.
 */
final class ReportStream {

  /** Told on the loop. */
  interface Listener extends HubStream.Listener<ReportResponse> {
    /** The hub was not heard for three intervals. */
    void silent();
  }

  private final LinkLoop loop;
  private final Listener listener;
  private final Silence silence = new Silence();
  private final HubStream<ReportRequest, ReportResponse> stream;
  private ScheduledHandle heartbeat;
  private boolean greeted;
  private long heartbeats;

  ReportStream(LinkLoop loop, Channel channel, Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.stream = HubStream.open(loop, ReportServiceGrpc.newStub(channel)::report, listener);
    this.heartbeat = loop.every(Limits.DEFAULT_HEARTBEAT, this::beat);
  }

  boolean isReady() {
    return stream.isReady();
  }

  void heard() {
    silence.heard();
  }

  /** Heartbeats at the interval that the hub asks for. */
  void beatEvery(Duration interval) {
    heartbeat.cancel();
    heartbeat = loop.every(interval, this::beat);
  }

  private void beat() {
    if (silence.beat()) {
      listener.silent();
      return;
    }
    // Whatever else was said: so the hub never waits for longer than an interval. Before the hello
    // nothing may be said; and what waits in the stream is a sign of life as well.
    if (greeted && stream.isReady()) {
      say(
          ReportRequest.newBuilder()
              .setHeartbeat(Heartbeat.newBuilder().setSequence(++heartbeats)));
    }
  }

  void say(Hello hello) {
    greeted = true;
    say(ReportRequest.newBuilder().setHello(hello));
  }

  void say(Batch batch) {
    say(ReportRequest.newBuilder().setBatch(batch));
  }

  void say(Complete complete) {
    say(ReportRequest.newBuilder().setComplete(complete));
  }

  void say(Status status) {
    say(ReportRequest.newBuilder().setStatus(status));
  }

  void say(Surroundings surroundings) {
    say(ReportRequest.newBuilder().setSurroundings(surroundings));
  }

  private void say(ReportRequest.Builder request) {
    stream.send(request.build());
  }

  /** The stream ended. */
  void stop() {
    heartbeat.cancel();
  }

  /** Ends the stream. */
  void end(String why) {
    stop();
    stream.end(why);
  }
}
