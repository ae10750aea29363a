package dev.portolan.agent.downlink;

import dev.portolan.agent.session.HubChannel;
import dev.portolan.agent.session.HubStream;
import dev.portolan.agent.session.LinkLoop;
import dev.portolan.agent.session.LinkState;
import dev.portolan.agent.session.Loss;
import dev.portolan.agent.session.Reconnector;
import dev.portolan.agent.session.Silence;
import dev.portolan.registry.Finding;
import dev.portolan.registry.Revision;
import dev.portolan.wire.Violations;
import dev.portolan.wire.xds.Bookmark;
import dev.portolan.wire.xds.ResourceDecoder;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Receives the registry from the hub, through losses of the connection and restarts of the hub, and
 * hands over each consistent point. What arrived after the last point dies with its stream. All
 * state belongs to the loop; the public methods may be called from any thread.
 */
public final class Downlink implements AutoCloseable {
  /**
   * A point that is in force within this time is confirmed with the response that completed it, in
   * one message. After it the response is acknowledged alone: what comes next must not wait for
   * objects to be written.
   */
  static final Duration PATIENCE = Duration.ofMillis(20);

  private final Subscriber subscriber;
  private final HubChannel hub;
  private final LinkLoop loop;
  private final Reconnector reconnector;
  private final Points points;
  private final PointJournal journal;
  private Session session = new Session.BackingOff();
  private boolean tokenRefused;
  private volatile SortedSet<Finding> findings = new TreeSet<>();
  private @Nullable Exchange exchange;

  /**
   * Silent until {@link #start}.
   *
   * @param journal closed with the downlink
   */
  public Downlink(
      Subscriber subscriber,
      HubChannel hub,
      LinkLoop loop,
      RemoteRegistry remote,
      PointJournal journal) {
    this.subscriber = subscriber;
    this.hub = hub;
    this.loop = loop;
    this.reconnector = new Reconnector("downlink", hub, loop, this::connect);
    this.points = new Points(remote, loop);
    this.journal = journal;
  }

  /** Takes up what is remembered, connects, and from then on keeps connected. */
  public void start() {
    loop.execute(
        () -> {
          Remembered.in(journal).ifPresent(points::restore);
          findings = points.received().findings();
          reconnector.start();
        });
  }

  /** How the link is. */
  public LinkState state() {
    return reconnector.state();
  }

  /** Resources of the hub that could not be accepted, and what is wrong with the journal. */
  public SortedSet<Finding> findings() {
    NavigableSet<Finding> all = new TreeSet<>(findings);
    journal.problem().ifPresent(all::add);
    return all;
  }

  /** Ends the link. What was received stays with whoever has it. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          leave("the agent stops");
          session = new Session.Closed();
          reconnector.close();
          journal.close();
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
      exchange.stop(why);
      exchange = null;
      journal.abandon();
    }
  }

  private void lost(Loss loss) {
    leave(loss.why());
    if (session instanceof Session.Open open) {
      session = open.lost();
      reconnector.lost(loss);
    }
  }

  private void lostToken() {
    leave("resume by versions");
    if (session instanceof Session.Open open) {
      tokenRefused = true;
      session = open.resumeByVersions();
      exchange = new Exchange();
    }
  }

  /** What happens on one stream, and what it brought so far. */
  private final class Exchange implements HubStream.Listener<DeltaDiscoveryResponse> {
    private final Resumption resumption =
        Resumption.of(points.received(), tokenRefused, subscriber.maxListBytes());
    private final Unlisted unlisted = new Unlisted(resumption);
    private final Silence silence = new Silence();
    private final ScheduledHandle beat = loop.every(subscriber.beat(), this::beat);
    private final HubStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream =
        HubStream.open(
            loop,
            AggregatedDiscoveryServiceGrpc.newStub(hub.channel())::deltaAggregatedResources,
            this);
    private Held pending = resumption.base();
    // Of the hub, as the bookmarks of this stream name it; the stream's first point is one.
    private String start = "";

    private void stop(String why) {
      beat.cancel();
      stream.end(why);
    }

    private void beat() {
      if (silence.beat()) {
        lost(Loss.here("nothing came for three beats of " + subscriber.beat()));
      }
    }

    @Override
    public void ready() {
      if (session instanceof Session.Connecting connecting) {
        session = connecting.subscribed();
        Requests.subscriptions(subscriber, resumption).forEach(stream::send);
      }
    }

    @Override
    public void received(DeltaDiscoveryResponse response) {
      silence.heard();
      if (session instanceof Session.Subscribing subscribing) {
        session = subscribing.answered();
        reconnector.up();
      }
      Optional<ResourceType> type = ResourceType.byTypeUrl(response.getTypeUrl());
      if (type.isEmpty()) {
        stream.send(Requests.nack(response, "this type was not asked for"));
      } else if (type.get() == ResourceType.BOOKMARK) {
        marked(response);
      } else {
        data(type.get(), response);
      }
    }

    private void data(ResourceType type, DeltaDiscoveryResponse response) {
      journal.add(response);
      unlisted.heard(type, response);
      Intake intake = Intake.of(pending, type, response);
      pending = intake.held();
      findings = pending.findings();
      if (!intake.rejections().isEmpty()) {
        // If it marked a point, the hub now marks that by a bookmark.
        stream.send(Requests.nack(response, intake.rejections()));
        return;
      }
      InlinePoint.in(response, start)
          .ifPresentOrElse(
              point -> completed(point, response), () -> stream.send(Requests.ack(response)));
    }

    private void withdrawn(DeltaDiscoveryResponse removal) {
      journal.add(removal);
      pending =
          ResourceType.byTypeUrl(removal.getTypeUrl())
              .map(type -> Intake.of(pending, type, removal).held())
              .orElse(pending);
    }

    private void completed(Bookmark point, DeltaDiscoveryResponse response) {
      ScheduledHandle accepted = loop.after(PATIENCE, () -> stream.send(Requests.ack(response)));
      reached(
          point,
          InlinePoint.marking(point),
          () -> {
            accepted.cancel();
            stream.send(Requests.inForce(response));
          });
    }

    private void marked(DeltaDiscoveryResponse response) {
      Violations violations = new Violations();
      Optional<Bookmark> bookmark =
          response.getResourcesList().stream()
              .findFirst()
              .flatMap(resource -> ResourceDecoder.bookmark(resource.getResource(), violations));
      if (bookmark.isEmpty()) {
        stream.send(Requests.nack(response, "no bookmark: " + violations));
        return;
      }
      start = bookmark.get().start();
      reached(bookmark.get(), response, () -> stream.send(Requests.inForce(response)));
    }

    private void reached(Bookmark point, DeltaDiscoveryResponse marking, Runnable inForce) {
      Revision revision = point.revision();
      if (points.isBehind(revision)) {
        lost(
            Loss.here(
                "the hub is at revision %s, behind %s which it sent before"
                    .formatted(revision, points.received().revision())));
        return;
      }
      tokenRefused = false;
      unlisted.removals().forEach(this::withdrawn);
      findings = pending.findings();
      pending = pending.at(revision, point.start());
      // Before anything is written because of it, so that no object is newer than the memory of it.
      journal.point(marking);
      points.reach(pending, inForce);
    }

    @Override
    public void ended(Loss loss) {
      if (loss.code() == Status.Code.OUT_OF_RANGE && resumption instanceof Resumption.ByToken) {
        lostToken();
      } else {
        lost(loss);
      }
    }
  }
}
