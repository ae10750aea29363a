package dev.portolan.agent.uplink;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.agent.session.LinkLoop;
import dev.portolan.agent.session.LinkState;
import dev.portolan.agent.session.Loss;
import dev.portolan.agent.session.Reconnector;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import dev.portolan.registry.Recorded;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.Complete;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.Status;
import dev.portolan.v1.Surroundings;
import dev.portolan.v1.Welcome;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hub's copy of this origin equal to the latest local state, through losses of the
 * connection and restarts of the hub. All state belongs to the loop; the public methods may be
 * called from any thread.
 */
public final class Uplink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Uplink.class);

  private final HubChannel hub;
  private final LinkLoop loop;
  private final Supplier<AgentStatus> status;
  private final Reconnector reconnector;
  private final Outbox outbox = new Outbox();
  private Reporter reporter;
  private boolean everWelcomed;
  private Session session = new Session.BackingOff();
  private volatile SortedSet<Finding> findings = new TreeSet<>();
  private @Nullable Exchange exchange;

  /**
   * Silent until {@link #start}.
   *
   * @param status how the agent fares now; asked on the loop, each time that a status may be sent
   */
  public Uplink(Reporter reporter, HubChannel hub, LinkLoop loop, Supplier<AgentStatus> status) {
    this.reporter = reporter;
    this.hub = hub;
    this.loop = loop;
    this.status = status;
    this.reconnector = new Reconnector("uplink", hub, loop, this::connect);
  }

  /** Connects, and from then on keeps connected. */
  public void start() {
    loop.execute(reconnector::start);
  }

  /** What the origin has now; replaces what was offered before. */
  public void offer(LocalState state) {
    loop.execute(
        () -> {
          outbox.want(state);
          proceed();
        });
  }

  /**
   * How the agent fares may be another now. Carries no status: several threads change it, and one
   * that is late would replace a newer one by what it had read before.
   */
  public void statusChanged() {
    loop.execute(this::proceed);
  }

  /** How the link is. */
  public LinkState state() {
    return reconnector.state();
  }

  /** What of this origin is not in the registry as it should be; worst first. */
  public SortedSet<Finding> findings() {
    return findings;
  }

  /** Ends the link. What the hub holds of this origin stays. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          leave("the agent stops");
          session = new Session.Closed();
          reconnector.close();
        });
  }

  private void connect() {
    if (session instanceof Session.BackingOff waiting) {
      session = waiting.retry();
      exchange = new Exchange();
    }
  }

  private void leave(String why) {
    if (exchange != null) {
      exchange.stream.end(why);
      exchange.relay.stop();
      exchange.surroundings.stop();
      exchange = null;
    }
  }

  private void lost(Loss loss) {
    leave(loss.why());
    if (session instanceof Session.Open open) {
      session = open.lost();
      reconnector.lost(loss);
    }
  }

  // A refused hello by which this process would be shut out until its clock has caught up.
  private Loss overtaking(Loss loss) {
    Optional<Reporter> above =
        everWelcomed ? Optional.empty() : reporter.overtaking(loss.supersededBy(), loop.now());
    if (above.isEmpty()) {
      return loss;
    }
    reporter = above.get();
    return Loss.here(
        """
        %s, which is ahead of this clock; is the clock of a node wrong? This process started later \
        and reports as incarnation %d"""
            .formatted(loss.why(), reporter.incarnation()));
  }

  // The cluster's facts say whose they are; until they are read nobody is told apart.
  private String clusterUid() {
    return outbox
        .desired()
        .records()
        .origin(reporter.origin())
        .cluster()
        .map(Recorded::resource)
        .map(Cluster::uid)
        .orElse("");
  }

  // Sends whatever there is to say and may be said now.
  private void proceed() {
    findings = outbox.findings();
    if (exchange == null || session.limits().isEmpty()) {
      return;
    }
    sendBatches(exchange.stream, session.limits().get());
    findings = outbox.findings();
    exchange.tell();
  }

  private void sendBatches(ReportStream stream, Limits limits) {
    while (stream.isReady()) {
      Optional<NumberedBatch> batch = outbox.next(limits);
      if (batch.isEmpty()) {
        break;
      }
      stream.say(batch.get().message());
    }
    if (session instanceof Session.Listing listing && !listing.declared() && outbox.listedAll()) {
      session = listing.declaredComplete();
      stream.say(Complete.newBuilder().setLastBatch(outbox.lastNumber()).build());
    }
  }

  private Status statusMessage() {
    AgentStatus now = status.get();
    SortedSet<Finding> all = new TreeSet<>(findings);
    all.addAll(outbox.desired().findings());
    all.addAll(now.findings());
    return ReportCodec.status(now, all);
  }

  /** What happens on one stream. */
  private final class Exchange implements ReportStream.Listener {
    private final ReportStream stream = new ReportStream(loop, hub.channel(), this);
    private final StatusRelay relay = new StatusRelay(loop, Uplink.this::statusMessage, this::tell);
    private final SurroundingsRelay surroundings =
        new SurroundingsRelay(loop, outbox::desired, this::tell);

    // What is no record: how the agent fares, and what its cluster has.
    private void tell() {
      session.limits().ifPresent(this::tell);
    }

    private void tell(Limits limits) {
      if (stream.isReady()) {
        relay.next().ifPresent(stream::say);
      }
      while (stream.isReady()) {
        Optional<Surroundings> message = surroundings.next(limits);
        if (message.isEmpty()) {
          break;
        }
        stream.say(message.get());
      }
    }

    @Override
    public void ready() {
      if (session instanceof Session.Connecting connecting) {
        session = connecting.greeted();
        stream.say(
            Hello.newBuilder()
                .setOrigin(reporter.origin().value())
                .setClusterUid(clusterUid())
                .setIncarnation(reporter.incarnation())
                .setAgentVersion(reporter.version())
                .setAcknowledgedBatch(outbox.acknowledgedNumber())
                .setAcknowledgedEpoch(outbox.acknowledgedEpoch())
                .build());
      }
      proceed();
    }

    @Override
    public void received(ReportResponse response) {
      stream.heard();
      switch (response.getMessageCase()) {
        case WELCOME -> welcomed(response.getWelcome());
        case BATCH_ACKNOWLEDGEMENT -> acknowledged(response.getBatchAcknowledgement());
        case COMPLETE_ACKNOWLEDGEMENT -> confirmed();
        // Heard is all that matters; a message of a later version is a sign of life as well.
        case HEARTBEAT, MESSAGE_NOT_SET -> {}
      }
      proceed();
    }

    private void welcomed(Welcome welcome) {
      if (!(session instanceof Session.Greeting greeting)) {
        lost(Loss.here("the hub said welcome out of turn"));
        return;
      }
      everWelcomed = true;
      Limits limits = Limits.of(welcome);
      long last = welcome.getResumeAfterBatch();
      if (last == 0) {
        outbox.startOver(limits);
        session = greeting.listing(limits);
      } else {
        if (!outbox.resumeAfter(last, limits)) {
          log.warn(
              "the hub has batch {} of {}, which this process did not send; is another agent running as"
                  + " this origin? Everything is sent again, nothing is withdrawn",
              last,
              reporter.origin());
        }
        session = greeting.resumed(limits);
      }
      stream.beatEvery(limits.heartbeat());
      reconnector.up();
    }

    private void acknowledged(BatchAcknowledgement acknowledgement) {
      if (!outbox.acknowledge(acknowledgement)) {
        lost(
            Loss.here(
                "the hub acknowledged batch "
                    + acknowledgement.getNumber()
                    + ", which was never sent"));
      }
    }

    private void confirmed() {
      if (session instanceof Session.Listing listing && listing.declared()) {
        session = listing.confirmed();
        outbox.listConfirmed();
      } else {
        lost(Loss.here("the hub confirmed a list that was not declared complete"));
      }
    }

    @Override
    public void ended(Loss loss) {
      lost(overtaking(loss));
    }

    @Override
    public void silent() {
      lost(Loss.here("the hub was not heard for three heartbeats"));
    }
  }
}
