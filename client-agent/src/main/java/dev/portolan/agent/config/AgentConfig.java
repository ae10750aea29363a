package dev.portolan.agent.config;

import dev.portolan.agent.kubernetes.KubernetesSettings;
import dev.portolan.agent.session.HubTarget;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Program;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one agent is told.
 *
 * @param cluster the cluster's name, its origin at the hub
 * @param hub which one to connect to, and how
 * @param source where the cluster is read from
 * @param kubernetes how to reach its API server
 * @param sink where objects are written
 * @param stateDirectory below it, what the agent remembers between its processes
 */
public record AgentConfig(
    OriginId cluster,
    HubTarget hub,
    SourceConfig source,
    KubernetesSettings kubernetes,
    SinkConfig sink,
    Path stateDirectory) {
  private static final Setting<OriginId> CLUSTER =
      Setting.required(
          "cluster",
          ValueType.of("NAME", "an RFC 1123 label of at most 63 characters", AgentConfig::origin),
          "Name of this cluster: a member of a virtual mesh at the hub.");
  private static final Setting<Path> STATE_DIRECTORY =
      Setting.of(
          "state-directory",
          ValueType.path(),
          "portolan-data/agents",
          "Where the agent remembers what the hub sent, in a directory per cluster, so that it works"
              + " on when it is started while the hub is away.");

  /** The agent's settings, for help and for binding. */
  public static final Program PROGRAM =
      new Program(
          "portolan-agent",
          "Reports one cluster's services to the hub and writes what its mesh must know of the others.",
          "PORTOLAN_AGENT_",
          Stream.of(
                  List.<Setting<?>>of(CLUSTER),
                  HubTarget.SETTINGS,
                  SourceOptions.ALL,
                  KubernetesOptions.ALL,
                  SinkOptions.ALL,
                  List.<Setting<?>>of(STATE_DIRECTORY))
              .flatMap(List::stream)
              .toList());

  /** The settings as one record; what does not fit together is added to the problems. */
  public static AgentConfig of(Values values, List<Problem> problems) {
    return new AgentConfig(
        values.get(CLUSTER),
        HubTarget.of(values, problems),
        SourceOptions.of(values, problems),
        KubernetesOptions.of(values),
        SinkOptions.of(values, problems),
        values.get(STATE_DIRECTORY));
  }

  private static Optional<OriginId> origin(String text) {
    return Names.labelProblem(text).isEmpty() ? Optional.of(new OriginId(text)) : Optional.empty();
  }
}
