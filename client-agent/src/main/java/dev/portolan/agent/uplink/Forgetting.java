package dev.portolan.agent.uplink;

import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.SourceFacts.Trust;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a hub of an older version forgets of the records that it acknowledges. The next one that
 * keeps it has them reported again (ADR 0055).
 *
 * @param kept ways of asking to be exported that it does not forget
 * @param exteriors whether it keeps what is special about workloads outside the meshes
 * @param trust whether it keeps whom the cluster's mesh trusts
 */
record Forgetting(Set<OptIn> kept, boolean exteriors, boolean trust) {
  static final Forgetting EVERYTHING = new Forgetting(Set.of(), false, false);

  static Forgetting under(Limits limits) {
    return new Forgetting(limits.requests(), limits.exteriors(), limits.takesTrust());
  }

  /**
   * What the hub really has of what it acknowledged, as far as one with these limits keeps it.
   *
   * @param desired what it should have; the rest is to be withdrawn, whatever it has of that
   */
  RegistrySnapshot before(Limits limits, RegistrySnapshot acknowledged, RegistrySnapshot desired) {
    SortedSet<ResourceKey> forgotten = new TreeSet<>();
    if (!kept.containsAll(limits.requests())) {
      acknowledged.origins().values().stream()
          .flatMap(shard -> shard.services().stream())
          .filter(service -> !service.resource().requests().made().isEmpty())
          .forEach(service -> forgotten.add(service.key()));
    }
    if (limits.exteriors() && !exteriors) {
      acknowledged.origins().values().forEach(shard -> addExteriors(shard, forgotten));
    }
    if (limits.takesTrust() && !trust) {
      acknowledged.origins().values().stream()
          .flatMap(shard -> shard.cluster().stream())
          .filter(facts -> facts.resource().trust().known())
          .forEach(facts -> forgotten.add(facts.key()));
    }
    forgotten.removeIf(key -> desired.find(key).isEmpty());
    if (forgotten.isEmpty()) {
      return acknowledged;
    }
    return new RegistryDelta(
            acknowledged.revision(), acknowledged.revision(), new TreeMap<>(), forgotten)
        .applyTo(acknowledged);
  }

  private static void addExteriors(OriginShard shard, SortedSet<ResourceKey> forgotten) {
    shard
        .cluster()
        .filter(
            facts ->
                facts
                    .resource()
                    .source()
                    .filter(source -> source.trust() == Trust.EXTERNAL)
                    .isPresent())
        .ifPresent(facts -> forgotten.add(facts.key()));
    if (shard.cluster().filter(facts -> facts.resource().source().isPresent()).isPresent()) {
      shard.slices().stream()
          .filter(
              slice -> slice.resource().endpoints().stream().anyMatch(each -> each.weight() > 1))
          .forEach(slice -> forgotten.add(slice.key()));
    }
    shard.services().stream()
        .filter(service -> service.resource().tlsName().isPresent())
        .forEach(
            service -> {
              forgotten.add(service.key());
              // Refused, if any of their endpoints takes TLS.
              shard.slicesOf(service.resource().key()).forEach(slice -> forgotten.add(slice.key()));
            });
  }
}
