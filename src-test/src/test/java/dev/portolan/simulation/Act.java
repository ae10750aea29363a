package dev.portolan.simulation;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.simulation.cluster.Weather;
import dev.portolan.simulation.disk.HubDisk.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may happen. Whatever it breaks, it mends after a while. */
enum Act {
  CHANGE(true, 10, Act::change),
  CHANGES(true, 4, Act::changes),
  HOLDS_RELEASED(true, 2, Act::holdsReleased),
  CUT(false, 4, Act::cut),
  HALF_OPEN(false, 3, Act::halfOpen),
  ONE_WAY(false, 2, Act::oneWay),
  SLOW_WAY(false, 2, Act::slowWay),
  AGENT_KILLED(false, 3, Act::agentKilled),
  AGENT_FORGETS(false, 2, Act::agentForgets),
  AGENT_LOSES_POWER(false, 2, Act::agentLosesPower),
  AGENT_DOUBLED(false, 2, Act::agentDoubled),
  AGENT_PAUSED(false, 2, Act::agentPaused),
  HUB_KILLED(false, 3, Act::hubKilled),
  HUB_KILLED_IN_WRITE(false, 2, Act::hubKilledInWrite),
  HUB_FORGETS(false, 1, Act::hubForgets),
  HUB_RESTORED(false, 1, Act::hubRestored),
  HUB_PAUSED(false, 2, Act::hubPaused),
  DISK_FULL(false, 2, Act::diskFull),
  DISK_FAILS(false, 1, Act::diskFails),
  API_REFUSES(false, 3, Act::apiRefuses),
  API_AWAY(false, 2, Act::apiAway),
  API_DEAF(false, 1, Act::apiDeaf),
  API_LOSES_ANSWERS(false, 2, Act::apiLosesAnswers),
  API_SLOW(false, 2, Act::apiSlow),
  REMOVED_BY_HAND(false, 2, Act::removedByHand),
  TOUCHED_BY_HAND(false, 1, Act::touchedByHand);

  private static final List<Refusal> REFUSALS =
      List.of(
          Refusal.THROTTLED,
          Refusal.DENIED,
          Refusal.FORBIDDEN,
          Refusal.QUOTA,
          Refusal.SERVER_FAULT,
          Refusal.NAMESPACE_TERMINATING);

  private final boolean wanted;
  private final int weight;

  @SuppressWarnings("ImmutableEnumChecker") // references to static methods: there is no state
  private final Deed deed;

  Act(boolean wanted, int weight, Deed deed) {
    this.wanted = wanted;
    this.weight = weight;
    this.deed = deed;
  }

  @FunctionalInterface
  private interface Deed {
    String on(Stage stage);
  }

  /** A change that somebody makes, not a fault. */
  boolean wanted() {
    return wanted;
  }

  /** How often it happens, compared with the others. */
  int weight() {
    return weight;
  }

  /** Does it; says what was done. */
  String on(Stage stage) {
    return deed.on(stage);
  }

  private static String change(Stage stage) {
    return stage.id() + " " + stage.change();
  }

  private static String changes(Stage stage) {
    StringBuilder said = new StringBuilder(stage.id() + " at once");
    for (int i = 0; i < 3; i++) {
      said.append(i == 0 ? " " : ", ").append(stage.change());
    }
    return said.toString();
  }

  private static String holdsReleased(Stage stage) {
    stage.federation().releaseHolds();
    return "somebody releases what is held";
  }

  private static String cut(Stage stage) {
    stage.cluster().route().reset();
    return "the connections of " + stage.id() + " are reset";
  }

  private static String halfOpen(Stage stage) {
    stage.cluster().route().block(true, true);
    return stage.mending(
        "nothing passes between %s and the hub, unnoticed,".formatted(stage.id()),
        Duration.ofSeconds(100),
        stage.cluster().route()::heal);
  }

  private static String oneWay(Stage stage) {
    boolean up = stage.luck().nextBoolean();
    stage.cluster().route().block(up, !up);
    return stage.mending(
        "nothing passes %s %s any more".formatted(up ? "from" : "to", stage.id()),
        Duration.ofSeconds(100),
        stage.cluster().route()::heal);
  }

  private static String slowWay(Stage stage) {
    stage.cluster().route().slow(Duration.ofMillis(800), Duration.ofMillis(500));
    return stage.mending(
        "the way of %s is slow".formatted(stage.id()),
        Duration.ofSeconds(40),
        stage.cluster().route()::heal);
  }

  private static String agentKilled(Stage stage) {
    stage.cluster().kill();
    return stage.mending(
        "the agent of %s is killed".formatted(stage.id()),
        Duration.ofSeconds(60),
        stage::startAgent);
  }

  private static String agentForgets(Stage stage) {
    stage.cluster().kill();
    stage.cluster().disk().forget();
    stage.unknowing();
    return stage.mending(
        "the agent of %s is killed and its disk is empty".formatted(stage.id()),
        Duration.ofSeconds(60),
        stage::startAgent);
  }

  private static String agentLosesPower(Stage stage) {
    boolean rots = stage.luck().nextInt(3) == 0;
    stage.cluster().kill();
    if (rots) {
      stage.cluster().disk().rot();
    } else {
      stage.cluster().disk().loseEnd();
    }
    stage.unknowing();
    return stage.mending(
        "the machine of %s's agent loses power, and %s of its journal"
            .formatted(stage.id(), rots ? "a bit" : "the end"),
        Duration.ofSeconds(60),
        stage::startAgent);
  }

  private static String agentDoubled(Stage stage) {
    Runnable end = stage.cluster().supersede();
    stage.unknowing();
    stage.startAgent();
    return stage.mending(
        "another agent of %s starts, and the old one, cut off from the cluster, goes on"
            .formatted(stage.id()),
        Duration.ofSeconds(60),
        end);
  }

  private static String agentPaused(Stage stage) {
    stage.cluster().pause();
    return stage.mending(
        "the agent of %s stands still".formatted(stage.id()),
        Duration.ofSeconds(70),
        stage.cluster()::resume);
  }

  private static String hubKilled(Stage stage) {
    stage.hub().kill();
    return stage.mending("the hub is killed", Duration.ofSeconds(45), stage.hub()::start);
  }

  private static String hubKilledInWrite(Stage stage) {
    stage.hub().disk().crashInNextWrite(stage.hub()::stumble);
    return "the hub is killed within its next write and started again";
  }

  private static String hubForgets(Stage stage) {
    stage.hub().kill();
    stage.hub().replace(stage.hub().disk().blank());
    return stage.mending(
        "the hub is killed and its disk is empty", Duration.ofSeconds(45), stage.hub()::start);
  }

  private static String hubRestored(Stage stage) {
    stage.hub().kill();
    stage.hub().restore();
    return stage.mending(
        "the hub is killed and its disk is as at the start",
        Duration.ofSeconds(45),
        stage.hub()::start);
  }

  private static String hubPaused(Stage stage) {
    stage.hub().pause();
    return stage.mending("the hub stands still", Duration.ofSeconds(70), stage.hub()::resume);
  }

  private static String diskFull(Stage stage) {
    stage.hub().disk().become(Condition.FULL);
    return stage.mending(
        "the hub's disk is full",
        Duration.ofSeconds(40),
        () -> stage.hub().disk().become(Condition.SOUND));
  }

  private static String diskFails(Stage stage) {
    stage.hub().disk().become(Condition.FAILING);
    return stage.mending(
        "the hub's disk fails",
        Duration.ofSeconds(20),
        () -> stage.hub().disk().become(Condition.SOUND));
  }

  private static String apiRefuses(Stage stage) {
    Refusal refusal = REFUSALS.get(stage.luck().nextInt(REFUSALS.size()));
    Optional<Duration> retryAfter =
        refusal == Refusal.THROTTLED ? Optional.of(Duration.ofSeconds(3)) : Optional.empty();
    return weather(
        stage, Weather.refusing(refusal, retryAfter), "answers " + refusal + " to every write");
  }

  private static String apiAway(Stage stage) {
    return weather(stage, Weather.away(), "does not answer");
  }

  private static String apiDeaf(Stage stage) {
    return weather(stage, Weather.deaf(), "has silent watches");
  }

  private static String apiLosesAnswers(Stage stage) {
    return weather(stage, Weather.lossy(), "writes, but its answers are lost");
  }

  private static String apiSlow(Stage stage) {
    return weather(stage, Weather.slow(Duration.ofSeconds(5)), "is slow");
  }

  private static String weather(Stage stage, Weather weather, String what) {
    stage.cluster().api().weather(weather);
    return stage.mending(
        "the API server of %s %s".formatted(stage.id(), what),
        Duration.ofSeconds(40),
        () -> stage.cluster().api().weather(Weather.FAIR));
  }

  private static String removedByHand(Stage stage) {
    Optional<ObjectRef> ref = stage.anyObject();
    ref.ifPresent(stage.cluster().api()::removeByHand);
    return "somebody removes %s in %s"
        .formatted(ref.map(Object::toString).orElse("nothing"), stage.id());
  }

  private static String touchedByHand(Stage stage) {
    Optional<ObjectRef> ref = stage.anyObject();
    ref.ifPresent(stage.cluster().api()::touch);
    return "somebody touches %s in %s"
        .formatted(ref.map(Object::toString).orElse("nothing"), stage.id());
  }
}
