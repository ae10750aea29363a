package dev.portolan.registry;

/**
 * What is done about an origin's service when the origin is lost, and who says so.
 *
 * @param policy name of the failover policy that says it; empty where another source does
 */
public record PartitionDecision(PartitionRule rule, Source source, String policy) {
  public PartitionDecision {
    if (policy.isEmpty() == (source == Source.FAILOVER_POLICY)) {
      throw new IllegalArgumentException("%s by '%s'".formatted(source, policy));
    }
  }

  static PartitionDecision by(Source source, PartitionRule rule) {
    return new PartitionDecision(rule, source, "");
  }

  /** Who says it; in the order in which they are asked. */
  public enum Source {
    /** A failover policy that selects the host. */
    FAILOVER_POLICY,
    /** The virtual mesh, of the host by name. */
    MESH_HOST,
    /** The service itself, by its labels. */
    SERVICE,
    /** The virtual mesh, of all. */
    MESH
  }
}
