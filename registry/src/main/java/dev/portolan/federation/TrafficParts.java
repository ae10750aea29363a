package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPart.Kind;
import dev.portolan.registry.TrafficPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What policies say of one host's traffic: for each kind of part the policy counts that selects the
 * host most narrowly of those that have such a part, among equals the one that the registry has
 * known longest (ADR 0041).
 */
final class TrafficParts {
  private final Map<Kind, Said> said = new EnumMap<>(Kind.class);
  private final List<Finding> findings = new ArrayList<>();

  /** A part and the policy that has it. */
  record Said(TrafficPart part, TrafficPolicy policy) {}

  private TrafficParts() {}

  static TrafficParts of(Vantage vantage, HostKey host, List<List<TrafficPolicy>> byWidth) {
    TrafficParts parts = new TrafficParts();
    byWidth.forEach(equals -> parts.add(vantage, host, equals));
    return parts;
  }

  private void add(Vantage vantage, HostKey host, List<TrafficPolicy> equals) {
    Map<Kind, Said> here = new EnumMap<>(Kind.class);
    for (TrafficPolicy policy : equals) {
      for (TrafficPart part : policy.parts()) {
        if (part.kind() == Kind.UNKNOWN) {
          findings.add(TrafficFindings.unknown(vantage, policy));
          continue;
        }
        Said earlier = here.putIfAbsent(part.kind(), new Said(part, policy));
        if (earlier != null) {
          findings.add(TrafficFindings.conflict(host, part.kind(), earlier.policy(), policy));
        }
      }
    }
    here.forEach(said::putIfAbsent);
  }

  boolean isEmpty() {
    return said.isEmpty();
  }

  List<Finding> findings() {
    return findings;
  }

  Map<Kind, Said> all() {
    return said;
  }

  /** The part of a kind, if there is one. */
  <P extends TrafficPart> Optional<P> part(Kind kind, Class<P> type) {
    return Optional.ofNullable(said.get(kind)).map(Said::part).map(type::cast);
  }

  /** The policy that has the part of a kind. */
  TrafficPolicy policy(Kind kind) {
    Said found = said.get(kind);
    if (found == null) {
      throw new IllegalStateException("no policy says anything of " + kind);
    }
    return found.policy();
  }
}
