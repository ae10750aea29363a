package dev.portolan.agent.config;

import dev.portolan.agent.kubernetes.KubernetesSettings;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Program;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the removal of everything that agents wrote is told.
 *
 * @param kubernetes how to reach the cluster's API server
 * @param leaseNamespace namespace of the Lease that tells whether an agent is running
 * @param lease its name
 * @param remove false lists only
 */
public record UninstallConfig(
    KubernetesSettings kubernetes, String leaseNamespace, String lease, boolean remove) {
  private static final Setting<Boolean> YES =
      Setting.of("yes", ValueType.bool(), "false", "Removes what is listed.");
  private static final Setting<Boolean> DRY_RUN =
      Setting.of("dry-run", ValueType.bool(), "false", "Lists only, as without --yes.");

  /** The settings, for help and for binding. */
  public static final Program PROGRAM =
      new Program(
          "portolan-agent uninstall",
          "Lists the objects that agents wrote to a cluster, and removes them with --yes.",
          "PORTOLAN_AGENT_",
          Stream.of(KubernetesOptions.ALL, SinkOptions.LEASE, List.<Setting<?>>of(YES, DRY_RUN))
              .flatMap(List::stream)
              .toList());

  /** The settings as one record; what does not fit together is added to the problems. */
  public static UninstallConfig of(Values values, List<Problem> problems) {
    if (values.get(YES) && values.get(DRY_RUN)) {
      problems.add(values.problem(DRY_RUN, "and yes exclude each other"));
    }
    return new UninstallConfig(
        KubernetesOptions.of(values),
        values.get(SinkOptions.LEASE_NAMESPACE),
        values.get(SinkOptions.LEASE_NAME),
        values.get(YES));
  }
}
