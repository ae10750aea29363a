package dev.portolan.rules;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Clusters;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.FailoverTier.Near;
import dev.portolan.registry.FailoverTier.Regions;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.rules.YamlMapping.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The {@code spec.tiers} of a document of kind FailoverPolicy. Pure. */
final class FailoverTierDocument {
  static final Set<String> FIELDS = Set.of("clusters", "weighted", "regions", "near");

  static final Set<String> SHARE_FIELDS = Set.of("cluster", "weight");

  private FailoverTierDocument() {}

  /** The tiers that are good; what is wrong with the others is a problem. */
  static List<FailoverTier> read(YamlMapping spec) {
    List<YamlMapping> mappings = spec.optionalMappings("tiers", FIELDS);
    if (mappings.isEmpty() || mappings.size() > FailoverPolicy.MAX_TIERS) {
      spec.problem(
          spec.node(),
          "spec.tiers has %d tiers; 1 to %d are allowed"
              .formatted(mappings.size(), FailoverPolicy.MAX_TIERS));
    }
    List<FailoverTier> tiers = new ArrayList<>();
    mappings.forEach(mapping -> tier(mapping).ifPresent(tiers::add));
    return tiers;
  }

  private static Optional<FailoverTier> tier(YamlMapping tier) {
    List<String> said = FIELDS.stream().filter(tier::has).sorted().toList();
    if (said.size() != 1) {
      tier.problem(
          tier.node(),
          "spec.tiers has a tier with %s; exactly one of clusters, weighted, regions and near is expected"
              .formatted(said));
      return Optional.empty();
    }
    return switch (said.get(0)) {
      case "clusters" -> clusters(tier);
      case "weighted" -> weighted(tier);
      case "regions" -> regions(tier);
      default ->
          tier.text("near").map(text -> new Near(YamlValues.constant(tier, text, Distance.ANY)));
    };
  }

  private static Optional<FailoverTier> clusters(YamlMapping tier) {
    List<String> names = names(tier, "clusters", Names::labelProblem);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(Clusters.of(new TreeSet<>(names.stream().map(OriginId::new).toList())));
  }

  private static Optional<FailoverTier> regions(YamlMapping tier) {
    List<String> names =
        names(
            tier,
            "regions",
            name ->
                name.isEmpty()
                    ? Optional.of("is ''; the name of a region is expected")
                    : Names.labelValueProblem(name));
    return names.isEmpty() ? Optional.empty() : Optional.of(new Regions(Sorted.set(names)));
  }

  /** Distinct good names, or none where something is wrong. */
  private static List<String> names(
      YamlMapping tier, String field, Function<String, Optional<String>> rule) {
    String path = "spec.tiers." + field;
    List<Located> texts = tier.texts(field);
    List<String> names = YamlValues.checked(tier, path, texts, rule);
    counted(tier, path, texts.size());
    duplicate(names.stream())
        .ifPresent(name -> tier.problem(tier.node(), path + " has " + name + " twice"));
    return tier.sound() ? names : List.of();
  }

  private static Optional<FailoverTier> weighted(YamlMapping tier) {
    SortedMap<OriginId, Integer> weights = new TreeMap<>();
    List<YamlMapping> entries = tier.optionalMappings("weighted", SHARE_FIELDS);
    counted(tier, "spec.tiers.weighted", entries.size());
    for (YamlMapping entry : entries) {
      List<String> good =
          YamlValues.checked(
              entry,
              "spec.tiers.weighted.cluster",
              entry.text("cluster").stream().toList(),
              Names::labelProblem);
      entry.text("weight");
      int weight =
          YamlValues.number(
              entry, "weight", "spec.tiers.weighted.weight", FailoverTier.MAX_WEIGHT, 1);
      if (!good.isEmpty() && weights.put(new OriginId(good.get(0)), weight) != null) {
        entry.problem(entry.node(), "spec.tiers.weighted has " + good.get(0) + " twice");
      }
    }
    return tier.sound() ? Optional.of(new Clusters(weights)) : Optional.empty();
  }

  private static void counted(YamlMapping tier, String path, int count) {
    if (count < 1 || count > FailoverTier.MAX_NAMES) {
      tier.problem(
          tier.node(),
          "%s has %d entries; 1 to %d are allowed".formatted(path, count, FailoverTier.MAX_NAMES));
    }
  }

  private static Optional<String> duplicate(Stream<String> names) {
    Set<String> seen = new TreeSet<>();
    return names.filter(name -> !seen.add(name)).findFirst();
  }
}
