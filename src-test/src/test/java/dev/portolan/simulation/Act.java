package dev.portolan.simulation;

/** What may happen. Whatever it breaks, it mends after a while. */
enum Act {
  CHANGE(true, 10, Wishes::change),
  CHANGES(true, 4, Wishes::changes),
  HOLDS_RELEASED(true, 2, Wishes::holdsReleased),
  HOLDS_REJECTED(true, 2, Wishes::holdsRejected),
  RULES_CHANGED(true, 8, Wishes::rulesChanged),
  ROLLOUTS_RESUMED(true, 2, Wishes::rolloutsResumed),
  ROLLOUTS_ABORTED(true, 1, Wishes::rolloutsAborted),
  REGISTERED_OTHERWISE(true, 4, RegistrantFaults::changed),
  REGISTRANT_KILLED(false, 3, RegistrantFaults::killed),
  REGISTRANT_CUT_OFF(false, 2, RegistrantFaults::cutOff),
  REGISTRANTS_CUT_OFF(false, 2, RegistrantFaults::originCutOff),
  CUT(false, 4, LinkFaults::cut),
  HALF_OPEN(false, 3, LinkFaults::halfOpen),
  ONE_WAY(false, 2, LinkFaults::oneWay),
  SLOW_WAY(false, 2, LinkFaults::slowWay),
  HUB_CUT_OFF(false, 2, LinkFaults::hubCutOff),
  REPORT_REPLAYED(false, 2, LinkFaults::replayed),
  AGENT_KILLED(false, 3, AgentFaults::killed),
  AGENT_FORGETS(false, 2, AgentFaults::forgets),
  AGENT_LOSES_POWER(false, 2, AgentFaults::losesPower),
  AGENT_DISK_FULL(false, 2, AgentFaults::diskFull),
  AGENT_DOUBLED(false, 2, AgentFaults::doubled),
  AGENT_PAUSED(false, 2, AgentFaults::paused),
  HUB_KILLED(false, 3, HubFaults::killed),
  HUB_KILLED_IN_WRITE(false, 2, HubFaults::killedInWrite),
  HUB_FORGETS(false, 1, HubFaults::forgets),
  HUB_RESTORED(false, 1, HubFaults::restored),
  HUB_PAUSED(false, 2, HubFaults::paused),
  DISK_FULL(false, 2, HubFaults::diskFull),
  DISK_FAILS(false, 1, HubFaults::diskFails),
  API_REFUSES(false, 3, ClusterFaults::refuses),
  API_AWAY(false, 2, ClusterFaults::away),
  API_DEAF(false, 1, ClusterFaults::deaf),
  API_LOSES_ANSWERS(false, 2, ClusterFaults::losesAnswers),
  API_SLOW(false, 2, ClusterFaults::slow),
  REMOVED_BY_HAND(false, 2, ClusterFaults::removedByHand),
  TOUCHED_BY_HAND(false, 1, ClusterFaults::touchedByHand);

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
}
