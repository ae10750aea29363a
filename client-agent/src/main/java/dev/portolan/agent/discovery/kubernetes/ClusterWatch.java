package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import dev.portolan.agent.discovery.kubernetes.ApiServer.Probe;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster as the loop sees it: what informers say, what probes find out, and what follows.
 * Confined to the loop's thread; questions to the network are put on other threads, their answers
 * come back through the inbox.
 */
final class ClusterWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
  private static final String SUBJECT = "apiserver";

  private final ApiServer server;
  private final HostResolver resolver;
  private final SourceSettings settings;
  private final Inbox inbox;
  private final Executor questions;
  private final ClusterInput input;
  private final Watches watches;
  private final GatewayNames names;

  private boolean probing;
  private long nextBeat;
  private Optional<String> identity = Optional.empty();
  private Optional<String> stranger = Optional.empty();
  private Optional<ApiProblem> problem = Optional.empty();

  /**
   * @param questions runs what waits for the network, in order
   */
  ClusterWatch(
      ClusterConversion empty,
      ApiServer server,
      HostResolver resolver,
      SourceSettings settings,
      Inbox inbox,
      Executor questions) {
    this.server = server;
    this.resolver = resolver;
    this.settings = settings;
    this.inbox = inbox;
    this.questions = questions;
    this.input = new ClusterInput(empty, settings.absenceGrace());
    this.names = new GatewayNames(settings.nameTtl());
    this.watches = new Watches(settings, this::informer, input::known);
  }

  private KindInformer<?> informer(
      ObjectKind kind, String apiVersion, int generation, Collection<ObjectRef> known) {
    return server.informer(
        kind,
        apiVersion,
        generation,
        known,
        inbox,
        new KindInformer.Listener() {
          @Override
          public void listed(ObjectKind listed, int by) {
            inbox.post(() -> allListed(listed, by));
          }

          @Override
          public void failed(ObjectKind failed, int by, ApiProblem why) {
            inbox.post(() -> watches.failed(failed, by, why));
          }
        });
  }

  private void allListed(ObjectKind kind, int by) {
    if (watches.listed(kind, by)) {
      input.listed(kind);
    }
  }

  void open(long now) {
    watches.open(now);
    nextBeat = now;
  }

  @Override
  public void close() {
    watches.close();
  }

  /** Takes in what was posted. */
  void take(Inbox.Batch batch, long now) {
    List<Sighting> current = new ArrayList<>();
    for (Sighting sighting : batch.sightings()) {
      if (watches.current(sighting.ref().kind(), sighting.generation())) {
        current.add(completed(sighting, now));
      }
    }
    input.take(current, now);
    batch.tasks().forEach(Runnable::run);
  }

  private Sighting completed(Sighting sighting, long now) {
    if (sighting.object().isEmpty()) {
      return sighting;
    }
    return Sighting.seen(
        sighting.ref(),
        sighting.generation(),
        Optional.of(names.completed(sighting.object().get(), now)));
  }

  /** Does what is due at this time. */
  void beat(long now) {
    if (now - nextBeat >= 0) {
      nextBeat = now + settings.beat().toNanos();
      watches.look(now);
      probe(now);
    } else if (confirmable(now)) {
      probe(now);
    }
    for (String host : names.due(now)) {
      questions.execute(() -> resolve(host));
    }
  }

  private boolean confirmable(long now) {
    OptionalLong at = input.confirmableAt();
    return at.isPresent() && now - at.getAsLong() >= 0 && problem.isEmpty() && stranger.isEmpty();
  }

  private void probe(long now) {
    if (!probing) {
      probing = true;
      Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
      kinds.addAll(watches.down(now));
      kinds.addAll(input.emptied());
      questions.execute(
          () -> {
            Probe probe = server.probe(kinds);
            inbox.post(() -> probed(probe, System.nanoTime()));
          });
    }
  }

  private void probed(Probe probe, long now) {
    probing = false;
    if (!probe.identity().problem().equals(problem)) {
      problem = probe.identity().problem();
      problem.ifPresentOrElse(
          why -> LOG.warn("{}; everything that is known is kept", why.message()),
          () -> LOG.info("the API server answers"));
    }
    if (probe.identity().value().isEmpty()) {
      return;
    }
    String found = probe.identity().value().get();
    if (identity.isEmpty() && !found.isEmpty()) {
      identity = Optional.of(found);
    }
    if (!identity.equals(Optional.of(found))) {
      if (identity.isPresent()) {
        suspend(found);
      }
      return;
    }
    if (stranger.isPresent()) {
      LOG.info("the API server is the cluster's own again: reading all again");
      stranger = Optional.empty();
      watches.open(now);
      return;
    }
    input.confirm(probe, now);
    watches.served(probe.served(), now);
    watches.probed(probe, now);
  }

  // Another cluster's objects say nothing about this one's: not that something is there, nor that
  // it is gone.
  private void suspend(String found) {
    if (stranger.isEmpty()) {
      LOG.error(
          "the API server is another cluster's (kube-system uid {}): not read any more", found);
    }
    stranger = Optional.of(found);
    watches.close();
  }

  private void resolve(String host) {
    try {
      List<String> addresses = resolver.resolve(host);
      inbox.post(() -> names.resolved(host, addresses).forEach(this::complete));
    } catch (UnknownHostException e) {
      inbox.post(() -> names.failed(host, "unknown host"));
    }
  }

  private void complete(ObjectRef gateway) {
    input
        .find(gateway)
        .map(object -> names.completed(object, System.nanoTime()))
        .ifPresent(object -> input.apply(List.of(ObjectChange.seen(object))));
  }

  /** How long nothing is due unless something comes. */
  long nanosToWait(long now) {
    return Math.max(1_000_000, nextBeat - now);
  }

  /**
   * Whether what was taken in last can be told at once. During a first list it comes in pieces, and
   * a slice may come before its pods.
   */
  boolean settled() {
    return watches.everComplete() && input.settled();
  }

  LocalState state() {
    List<Finding> findings = new ArrayList<>(names.findings());
    problem.ifPresent(why -> findings.add(why.finding(SUBJECT)));
    stranger.ifPresent(
        found ->
            findings.add(
                new Finding(
                    FindingCode.CLUSTER_CHANGED,
                    SUBJECT,
                    "the API server is another cluster's: kube-system has uid '%s' instead of '%s'; nothing is read from it, what was read before is kept"
                        .formatted(found, identity.orElse("")))));
    for (Finding finding : watches.findings()) {
      // Said once for the whole server, an outage need not be said for each kind.
      if (problem.isEmpty() || finding.code() != FindingCode.API_UNAVAILABLE) {
        findings.add(finding);
      }
    }
    return input.state(findings, watches.everComplete());
  }
}
