package dev.portolan.source.config;

import dev.portolan.agent.session.HubTarget;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every source is told, whatever registry it reads.
 *
 * @param origin name of the source, its origin at the hub
 * @param hub which one to connect to, and how
 * @param network that the endpoints are on; empty for one of their own
 * @param source further networks whose pods reach them directly, and how meshes look at them
 * @param locality of instances of whose place nothing is known
 */
public record SourceConfig(
    OriginId origin, HubTarget hub, String network, SourceFacts source, Locality locality) {
  private static final Setting<OriginId> SOURCE =
      Setting.required(
          "source",
          ValueType.of("NAME", "an RFC 1123 label of at most 63 characters", SourceConfig::origin),
          "Name of this source: a member of a virtual mesh at the hub, as a cluster is.");
  private static final Setting<String> NETWORK =
      Setting.of(
          "network",
          ValueType.of("NETWORK", "the name of a network", SourceConfig::network),
          "",
          "Network that the instances are on: clusters of it reach them directly. Without one, it is a network of their own.");
  private static final Setting<List<String>> REACHABLE_FROM =
      Setting.of(
          "reachable-from",
          ValueType.listOf(
              ValueType.of("NETWORK", "the name of a network, or *", SourceConfig::other)),
          "",
          "Further networks whose pods reach the instances directly; * for all. From others they are out of reach.");
  private static final Setting<SourceFacts.Trust> TRUST =
      Setting.of(
          "trust",
          ValueType.oneOf(SourceFacts.Trust.class),
          "internal",
          "How meshes look at the instances: internal, as at their own without a sidecar; or external, as at somebody else's, where no other origin offers the same host.");
  private static final Setting<Locality> LOCALITY =
      Setting.of(
          "locality",
          ValueType.of("REGION/ZONE", "a region, or region/zone", SourceConfig::locality),
          "",
          "Where instances are of which the rule for the locality says nothing.");

  static final List<Setting<?>> SETTINGS =
      Stream.of(
              List.<Setting<?>>of(SOURCE),
              HubTarget.SETTINGS,
              List.<Setting<?>>of(NETWORK, REACHABLE_FROM, TRUST, LOCALITY))
          .flatMap(List::stream)
          .toList();

  static SourceConfig of(Values values, List<Problem> problems) {
    return new SourceConfig(
        values.get(SOURCE),
        HubTarget.of(values, problems),
        values.get(NETWORK),
        new SourceFacts(Sorted.set(values.get(REACHABLE_FROM)), values.get(TRUST)),
        values.get(LOCALITY));
  }

  /** What the source says of itself. */
  public Cluster facts() {
    return Cluster.ofSource(origin, network, locality, source);
  }

  private static Optional<OriginId> origin(String text) {
    return Names.labelProblem(text).isEmpty() ? Optional.of(new OriginId(text)) : Optional.empty();
  }

  private static Optional<String> network(String text) {
    return Names.labelValueProblem(text).isEmpty() ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> other(String text) {
    return SourceFacts.problem(text).isEmpty() ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Locality> locality(String text) {
    if (text.isEmpty()) {
      return Optional.of(Locality.UNKNOWN);
    }
    String[] parts = text.split("/", -1);
    for (String part : parts) {
      if (part.isEmpty() || Names.labelValueProblem(part).isPresent()) {
        return Optional.empty();
      }
    }
    return parts.length > 2
        ? Optional.empty()
        : Optional.of(new Locality(parts[0], parts.length > 1 ? parts[1] : "", ""));
  }
}
