package dev.portolan.cli.explain;

import dev.portolan.cli.get.Cells;
import dev.portolan.cli.shell.Age;
import dev.portolan.v1.DestinationTier;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.v1.LivenessState;
import dev.portolan.v1.LocalityCapacity;
import dev.portolan.v1.OriginExplanation;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who offers a host, one in a row. */
record OriginRows(ExplainHostResponse answer, Instant now) {
  static final List<String> COLUMNS =
      List.of("ORIGIN", "USED", "TIER", "SHARE", "READY", "STATE", "CHANGED", "WHY");

  private static final String NONE = "-";

  List<String> of(OriginExplanation origin) {
    List<DestinationTier> tiers = origin.getTiersList();
    return List.of(
        origin.getOrigin(),
        tiers.isEmpty() ? "no" : "yes",
        joined(tiers, tier -> Integer.toUnsignedString(tier.getTier())),
        joined(tiers, this::share),
        ready(origin) + "/" + origin.getEndpoints(),
        state(origin),
        Cells.age(
            origin.getProvenance().hasReportTime(), origin.getProvenance().getReportTime(), now),
        why(origin) + held(origin));
  }

  private static String joined(
      List<DestinationTier> tiers, Function<DestinationTier, String> part) {
    return tiers.isEmpty() ? NONE : tiers.stream().map(part).collect(Collectors.joining(","));
  }

  /** Of what is used at the same time. */
  private String share(DestinationTier tier) {
    long all =
        answer.getOriginsList().stream()
            .flatMap(origin -> origin.getTiersList().stream())
            .filter(other -> other.getTier() == tier.getTier())
            .mapToLong(DestinationTier::getWeight)
            .sum();
    return "%d%%".formatted(Math.round(100.0 * tier.getWeight() / Math.max(1, all)));
  }

  private static int ready(OriginExplanation origin) {
    return origin.getCapacity().getLocalitiesList().stream().mapToInt(OriginRows::ready).sum();
  }

  private static int ready(LocalityCapacity locality) {
    return locality.getMeshed() + locality.getUnmeshed();
  }

  private String state(OriginExplanation origin) {
    if (!origin.hasLiveness()) {
      return origin.getConnected() ? "live" : "away";
    }
    boolean lost = origin.getLiveness().getState() == LivenessState.LIVENESS_STATE_LOST;
    return "%s %s"
        .formatted(
            lost ? "lost" : "stale",
            Age.between(
                Instant.ofEpochSecond(origin.getLiveness().getSilentSinceTime().getSeconds()),
                now));
  }

  private static String unheard(OriginExplanation origin) {
    return origin.getAsksCount() == 0
        ? ""
        : "; it asks by %s, which exports.optIn does not name"
            .formatted(Cells.ways(origin.getAsksList()));
  }

  private static String held(OriginExplanation origin) {
    return origin.getHold().isEmpty()
        ? ""
        : "; withdrawn, but hold %s keeps it".formatted(origin.getHold());
  }

  /** In words what became of an origin; nothing to say of one that is used directly. */
  String why(OriginExplanation origin) {
    return switch (origin.getFate()) {
      case ORIGIN_FATE_USED ->
          (origin.getTiersList().stream().anyMatch(DestinationTier::getGateway)
                  ? "through its east-west gateway"
                  : "directly")
              + new LossWords(answer.getVirtualMesh(), origin).consequence();
      case ORIGIN_FATE_NOT_A_MEMBER ->
          answer.getVirtualMesh().isEmpty()
              ? answer.getCluster() + " is in no virtual mesh"
              : "not a member of virtual mesh " + answer.getVirtualMesh();
      case ORIGIN_FATE_NOT_EXPORTED ->
          "no export rule of virtual mesh %s selects it%s"
              .formatted(answer.getVirtualMesh(), unheard(origin));
      case ORIGIN_FATE_NOT_IMPORTED ->
          "virtual mesh %s does not let %s import namespace %s"
              .formatted(answer.getVirtualMesh(), answer.getCluster(), answer.getNamespace());
      case ORIGIN_FATE_HOST_OMITTED -> "the host is not written in " + answer.getCluster();
      case ORIGIN_FATE_PORTS_DIFFER -> "its ports do not agree with the older service's";
      case ORIGIN_FATE_OWN_SERVICE -> "the Service of " + answer.getCluster() + " has them itself";
      case ORIGIN_FATE_OUT_OF_REACH -> "no way leads to its pods";
      case ORIGIN_FATE_UNVERIFIED ->
          "the meshes refuse each other's certificates: see the findings";
      case ORIGIN_FATE_NOTHING_READY ->
          ready(origin) == 0 ? "no endpoint is ready" : "no ready endpoint can be used";
      case ORIGIN_FATE_RULED_OUT ->
          "failover policy " + answer.getFailoverPolicy() + " leaves it out";
      case ORIGIN_FATE_DOMAIN_DIFFERS -> "its cluster domain differs from the first one's";
      case ORIGIN_FATE_WITHDRAWN ->
          "lost, and %s takes it out"
              .formatted(new LossWords(answer.getVirtualMesh(), origin).who());
      case ORIGIN_FATE_LEFT_OUT -> "its endpoints cannot stand beside the others'";
      case ORIGIN_FATE_UNSPECIFIED, UNRECOGNIZED -> "for a reason that a newer version knows";
    };
  }
}
