package dev.portolan.cli.explain;

import dev.portolan.v1.LivenessState;
import dev.portolan.v1.OriginExplanation;
import dev.portolan.v1.PartitionAction;
import dev.portolan.v1.PartitionExplanation;

/** What becomes of an origin that is lost, and who says so, in words. */
record LossWords(String mesh, OriginExplanation origin) {

  /** What is said after the way to an origin that is used; nothing while it is not lost. */
  String consequence() {
    boolean lost =
        origin.hasLiveness()
            && origin.getLiveness().getState() == LivenessState.LIVENESS_STATE_LOST;
    if (!lost || !origin.hasPartition()) {
      return "";
    }
    PartitionExplanation partition = origin.getPartition();
    if (partition.getInForce()) {
      return "; put last, as %s says".formatted(who());
    }
    PartitionAction action = partition.getRule().getAction();
    return switch (action) {
      case PARTITION_ACTION_DEMOTE -> later("put last");
      case PARTITION_ACTION_WITHDRAW -> later("taken out");
      default -> "; kept, as %s says".formatted(who());
    };
  }

  private String later(String what) {
    return "; %s %ds after it was lost, as %s says"
        .formatted(what, origin.getPartition().getRule().getGrace().getSeconds(), who());
  }

  /** {@code failover policy checkout}, {@code virtual mesh shop}. */
  String who() {
    PartitionExplanation partition = origin.getPartition();
    return switch (partition.getSource()) {
      case PARTITION_SOURCE_FAILOVER_POLICY -> "failover policy " + partition.getFailoverPolicy();
      case PARTITION_SOURCE_MESH_HOST -> "virtual mesh %s's rule for the host".formatted(mesh);
      case PARTITION_SOURCE_SERVICE -> "a label of the service";
      case PARTITION_SOURCE_MESH -> "virtual mesh " + mesh;
      case PARTITION_SOURCE_UNSPECIFIED, UNRECOGNIZED -> "the partition rule";
    };
  }
}
