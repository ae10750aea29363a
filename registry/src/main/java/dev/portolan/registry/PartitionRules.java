package dev.portolan.registry;

import dev.portolan.registry.PartitionDecision.Source;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the members of a virtual mesh do about one that is lost.
 *
 * @param rule for all hosts but the exceptions, and for services that say nothing themselves
 * @param exceptions hosts with another rule, at most {@value HostRules#MAX_EXCEPTIONS}
 */
public record PartitionRules(PartitionRule rule, SortedMap<HostKey, PartitionRule> exceptions) {
  /** What a virtual mesh that says nothing means. */
  public static final PartitionRules KEEP =
      new PartitionRules(PartitionRule.KEEP, Sorted.map(Map.of()));

  public PartitionRules {
    if (exceptions.size() > HostRules.MAX_EXCEPTIONS) {
      throw new IllegalArgumentException(
          exceptions.size() + " exceptions; at most " + HostRules.MAX_EXCEPTIONS + " are allowed");
    }
    exceptions = Sorted.map(exceptions);
  }

  /** One rule for all. */
  public PartitionRules(PartitionRule rule) {
    this(rule, Sorted.map(Map.of()));
  }

  /**
   * The rule for one origin's service: that of the virtual mesh for the host, else the service's
   * own, else that of the virtual mesh for all. Failover policies come before them: {@link
   * RegistrySnapshot#partition}.
   */
  public PartitionRule of(Service service) {
    return decision(service).rule();
  }

  /** As {@link #of}, with who says it. */
  PartitionDecision decision(Service service) {
    PartitionRule exception = exceptions.get(service.key().host());
    return exception != null
        ? PartitionDecision.by(Source.MESH_HOST, exception)
        : PartitionLabels.rule(service.labels(), rule)
            .map(own -> PartitionDecision.by(Source.SERVICE, own))
            .orElseGet(() -> PartitionDecision.by(Source.MESH, rule));
  }
}
