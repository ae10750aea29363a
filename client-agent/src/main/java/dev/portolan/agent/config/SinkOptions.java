package dev.portolan.agent.config;

import dev.portolan.registry.Names;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the agent writes its objects, and which of several agents does. */
final class SinkOptions {
  private static final Setting<Sink> SINK =
      Setting.of(
          "sink",
          ValueType.oneOf(Sink.class),
          "directory",
          "Where ServiceEntry, DestinationRule, VirtualService and AuthorizationPolicy objects are written: a directory of YAML, or the cluster's API server.");
  private static final Setting<Optional<Path>> DIRECTORY =
      Setting.optional(
          "sink-directory", ValueType.path(), "Directory to which the objects are written.");
  static final Setting<String> LEASE_NAMESPACE =
      Setting.of(
          "lease.namespace",
          label(),
          "portolan-system",
          "Namespace of the Lease by which the agents of one cluster elect the one that works.");
  static final Setting<String> LEASE_NAME =
      Setting.of("lease.name", label(), "portolan-agent", "Name of that Lease.");

  static final List<Setting<?>> LEASE = List.of(LEASE_NAMESPACE, LEASE_NAME);

  static final List<Setting<?>> ALL =
      Stream.of(List.<Setting<?>>of(SINK, DIRECTORY), LEASE, ApplyOptions.ALL)
          .flatMap(List::stream)
          .toList();

  private enum Sink {
    DIRECTORY,
    KUBERNETES
  }

  private SinkOptions() {}

  static SinkConfig of(Values values, List<Problem> problems) {
    Optional<Path> directory = values.get(DIRECTORY);
    boolean api = values.get(SINK) == Sink.KUBERNETES;
    if (!api && directory.isEmpty()) {
      problems.add(
          values.problem(
              DIRECTORY, "is required, unless --sink kubernetes writes to an API server"));
    }
    if (api && directory.isPresent()) {
      problems.add(
          values.problem(
              DIRECTORY, "is not written with --sink kubernetes: leave one of them out"));
    }
    return new SinkConfig(
        directory,
        values.get(LEASE_NAMESPACE),
        values.get(LEASE_NAME),
        ApplyOptions.of(values, api));
  }

  private static ValueType<String> label() {
    return ValueType.of(
        "NAME",
        "an RFC 1123 label of at most 63 characters",
        text -> Names.labelProblem(text).isEmpty() ? Optional.of(text) : Optional.empty());
  }
}
