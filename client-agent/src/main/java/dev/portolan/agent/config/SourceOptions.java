package dev.portolan.agent.config;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import dev.portolan.settings.HostPort;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the agent reads its cluster from, and what it is told of it besides. */
final class SourceOptions {
  private static final Setting<Source> SOURCE =
      Setting.of(
          "source",
          ValueType.oneOf(Source.class),
          "directory",
          "Where this cluster is read from: a directory of YAML, or its Kubernetes API server.");
  private static final Setting<Optional<Path>> DIRECTORY =
      Setting.optional(
          "source-directory",
          ValueType.path(),
          "Directory of Kubernetes YAML that describes this cluster; watched for changes.");
  private static final Setting<String> CLUSTER_DOMAIN =
      Setting.of(
          "cluster-domain",
          ValueType.of("DOMAIN", "a DNS domain", SourceOptions::domain),
          Cluster.DEFAULT_DOMAIN,
          "DNS domain of this cluster's services.");
  private static final Setting<List<HostPort>> GATEWAYS =
      Setting.of(
          "gateways",
          ValueType.listOf(ValueType.target()),
          "",
          "Addresses with ports under which other networks reach this cluster's east-west gateways,"
              + " instead of what the cluster says.");
  private static final Setting<Locality> LOCALITY =
      Setting.of(
          "locality",
          ValueType.of("REGION/ZONE", "a region, or region/zone", SourceOptions::locality),
          "",
          "Where this cluster's endpoints are whose nodes do not say it.");

  static final List<Setting<?>> ALL =
      List.of(SOURCE, DIRECTORY, CLUSTER_DOMAIN, GATEWAYS, LOCALITY);

  private enum Source {
    DIRECTORY,
    KUBERNETES
  }

  private SourceOptions() {}

  static SourceConfig of(Values values, List<Problem> problems) {
    Optional<Path> directory = values.get(DIRECTORY);
    boolean api = values.get(SOURCE) == Source.KUBERNETES;
    if (!api && directory.isEmpty()) {
      problems.add(
          values.problem(
              DIRECTORY, "is required, unless --source kubernetes reads from an API server"));
    }
    if (api && directory.isPresent()) {
      problems.add(
          values.problem(DIRECTORY, "is not read with --source kubernetes: leave one of them out"));
    }
    return new SourceConfig(
        directory, values.get(CLUSTER_DOMAIN), gateways(values, problems), values.get(LOCALITY));
  }

  private static List<Gateway> gateways(Values values, List<Problem> problems) {
    try {
      return values.get(GATEWAYS).stream()
          .map(target -> new Gateway(target.host(), target.port()))
          .toList();
    } catch (IllegalArgumentException e) {
      problems.add(values.problem(GATEWAYS, "takes addresses only: " + e.getMessage()));
      return List.of();
    }
  }

  private static Optional<String> domain(String text) {
    return Names.subdomainProblem(text).isEmpty() ? Optional.of(text) : Optional.empty();
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
