package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.HostRules.Overflow;
import java.util.ArrayList;
import java.util.List;

/**
 * No object has more endpoints than the virtual mesh allows: a host that has more becomes several
 * objects, or is cut. Either is said.
 *
 * @param shards how many objects; a power of two
 */
record EndpointCap(List<Destination> kept, int shards, List<Finding> findings) {

  /** Applies the rules to all destinations of a host. */
  static EndpointCap of(Vantage vantage, HostKey host, HostRules rules, List<Destination> all) {
    int max = rules.maxEndpoints();
    if (all.size() <= max) {
      return new EndpointCap(all, 1, List.of());
    }
    List<Finding> findings = new ArrayList<>();
    boolean whole = rules.overflow() == Overflow.AGGREGATE;
    List<Destination> kept =
        whole
            ? all.stream().sorted(Destination.ORDER).limit(max).toList()
            : Shards.fitting(all, max);
    if (kept.size() < all.size()) {
      findings.add(cut(vantage, host, all.size(), kept.size(), whole));
    }
    int shards = whole ? 1 : Shards.count(kept, max);
    if (shards > 1) {
      findings.add(
          vantage.here(
              FindingCode.ENDPOINTS_SHARDED,
              host,
              ("The host has %d destinations in %s and one ServiceEntry may have %d, so %d share"
                      + " them. Sidecars unite them; clients in ambient namespaces use those of the"
                      + " oldest object only.")
                  .formatted(kept.size(), vantage.cluster(), max, shards)));
    }
    return new EndpointCap(kept, shards, findings);
  }

  private static Finding cut(Vantage vantage, HostKey host, int all, int kept, boolean whole) {
    return vantage.here(
        FindingCode.TOO_MANY_ENDPOINTS,
        host,
        ("The host has %d destinations in %s; %d are used, nearest first, the others get no traffic"
                + " from here. %s")
            .formatted(
                all,
                vantage.cluster(),
                kept,
                whole
                    ? "What could be reached by gateways instead is; let the virtual mesh shard large"
                        + " hosts (hosts.overflow), or raise hosts.maxEndpoints."
                    : "Fewer, larger pods or a gateway between the clusters keep a host small."));
  }
}
