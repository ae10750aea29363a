package dev.portolan.server.rollout;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.Rollout.State;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.rollout.RolloutJudge.Verdict;
import dev.portolan.v1.Status;
import dev.portolan.wire.RevisionCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all rollouts that go on and asks the registry loop to take them further or to halt them.
 * Confined to the thread that ticks. What is refused is asked for again at the next tick.
 */
public final class RolloutLoop {
  /** How often it looks. */
  public static final Duration TICK = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(RolloutLoop.class);

  // Who was not awake has not watched: time that a hub stood still is no time of soaking.
  private static final Duration LONGEST_STEP = TICK.multipliedBy(5);

  private final RegistryLoop registry;
  private final Supplier<Map<OriginId, Status>> agents;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final Set<PolicyKey> asked = ConcurrentHashMap.newKeySet();
  private final Map<PolicyKey, Progress> watched = new HashMap<>();
  private Map<OriginId, Status> before = Map.of();
  private Duration awake = Duration.ZERO;
  private long last;
  private boolean started;

  /**
   * Nothing is watched before the first tick.
   *
   * @param agents the last statuses of agents that have sent any since the hub started
   * @param nanoTime monotonic, as {@code System::nanoTime}
   * @param clock for what people read
   */
  public RolloutLoop(
      RegistryLoop registry,
      Supplier<Map<OriginId, Status>> agents,
      LongSupplier nanoTime,
      Clock clock) {
    this.registry = registry;
    this.agents = agents;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /** Looks at all rollouts; to be called every {@link #TICK}, by one thread. */
  public void tick() {
    pass();
    RegistrySnapshot snapshot = registry.snapshot();
    Map<OriginId, Status> now = agents.get();
    RolloutJudge judge = new RolloutJudge(snapshot, now);
    Set<PolicyKey> running = new HashSet<>();
    for (Recorded<Policy> policy : snapshot.policies()) {
      Optional<Stage> stage =
          policy.resource().rollout().stage().filter(at -> at.state() == State.RUNNING);
      if (stage.isPresent()) {
        running.add(policy.resource().key());
        look(judge, snapshot, policy, stage.get(), now);
      }
    }
    watched.keySet().retainAll(running);
    before = now;
  }

  private void pass() {
    long now = nanoTime.getAsLong();
    Duration step = started ? Duration.ofNanos(now - last) : Duration.ZERO;
    started = true;
    last = now;
    awake = awake.plus(step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP);
  }

  private void look(
      RolloutJudge judge,
      RegistrySnapshot snapshot,
      Recorded<Policy> policy,
      Stage stage,
      Map<OriginId, Status> now) {
    PolicyKey key = policy.resource().key();
    if (asked.contains(key)) {
      return;
    }
    Progress known = watched.get(key);
    Progress progress =
        known != null && known.stage().equals(stage) ? known : begin(snapshot, policy, stage, now);
    Verdict verdict = judge.judge(policy, progress, awake);
    watched.put(key, verdict instanceof Verdict.Wait wait ? wait.progress() : progress);
    if (verdict instanceof Verdict.GoOn goOn) {
      move(
          policy.resource(),
          stage,
          goOn.end() ? Optional.empty() : Optional.of(stage.next(clock.instant())));
    } else if (verdict instanceof Verdict.Halt halt) {
      move(policy.resource(), stage, Optional.of(stage.halted(halt.reason(), clock.instant())));
    }
  }

  /** What clusters say that do not have the policy yet, and whatever the others say by now. */
  private Progress begin(
      RegistrySnapshot snapshot, Recorded<Policy> policy, Stage stage, Map<OriginId, Status> now) {
    Revision since = RolloutJudge.since(snapshot, policy);
    Map<OriginId, Set<Complaint>> complaints = new HashMap<>();
    for (OriginId cluster : Wave.of(snapshot, policy.resource(), stage).clusters()) {
      complaints.put(cluster, complaints(cluster, policy, since, now));
    }
    return new Progress(stage, complaints, awake, Optional.empty());
  }

  private Set<Complaint> complaints(
      OriginId cluster, Recorded<Policy> policy, Revision since, Map<OriginId, Status> now) {
    Optional<Status> status = Optional.ofNullable(now.get(cluster));
    // An agent may have been quicker than this loop; then it is what it said at the last tick.
    Optional<Status> old =
        status.filter(last -> RevisionCodec.reaches(last.getApplied(), since)).isPresent()
            ? Optional.ofNullable(before.get(cluster)).or(() -> status)
            : status;
    return old.stream()
        .flatMap(last -> last.getFindingsList().stream())
        .filter(finding -> Complaint.counts(finding, policy.resource()))
        .map(Complaint::of)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void move(Policy policy, Stage from, Optional<Stage> to) {
    PolicyKey key = policy.key();
    asked.add(key);
    // Dropped: what became of it shows in the next snapshot, or it is asked for again.
    var unused =
        registry
            .submit(new RegistryEvent.MoveRollout(key, from, to))
            .whenComplete(
                (outcome, failure) -> {
                  asked.remove(key);
                  if (failure == null) {
                    said(policy, to);
                  }
                });
  }

  private static void said(Policy policy, Optional<Stage> to) {
    String what = policy.key().kind().word() + " " + policy.key().path();
    if (to.isEmpty()) {
      log.info("Rollout of {} is over: all clusters have it", what);
    } else if (to.get().state() == State.HALTED) {
      log.warn("Rollout of {} is halted at wave {}: {}", what, to.get().wave(), to.get().reason());
    } else if (policy.rollout().everywhere(to.get())) {
      log.info("Rollout of {} goes on with all other clusters", what);
    } else {
      log.info("Rollout of {} goes on with wave {}", what, to.get().wave());
    }
  }
}
