package dev.portolan.agent.discovery.reduction;

import dev.portolan.agent.discovery.objects.NetworkView;
import dev.portolan.registry.Sorted;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Optional;

/** Reads which networks a pod's proxy asks to be shown. */
final class NetworkViewReduction {
  private static final String VARIABLE = "ISTIO_META_REQUESTED_NETWORK_VIEW";
  // One object for nearly all pods.
  private static final Optional<NetworkView> ALL = Optional.of(NetworkView.ALL);

  private NetworkViewReduction() {}

  /** Empty where the variable is, or may be, taken from another object. */
  static Optional<NetworkView> reduce(PodSpec spec) {
    List<Container> containers = Text.orEmpty(spec.getContainers());
    Optional<EnvVar> variable =
        containers.stream()
            .flatMap(container -> Text.orEmpty(container.getEnv()).stream())
            .filter(candidate -> VARIABLE.equals(candidate.getName()))
            .findFirst();
    if (variable.isPresent()) {
      return variable.get().getValueFrom() == null
          ? view(Text.orEmpty(variable.get().getValue()))
          : Optional.empty();
    }
    return containers.stream().anyMatch(each -> !Text.orEmpty(each.getEnvFrom()).isEmpty())
        ? Optional.empty()
        : ALL;
  }

  // As istiod splits it: at commas, with nothing trimmed.
  private static Optional<NetworkView> view(String value) {
    return value.isEmpty()
        ? ALL
        : Optional.of(new NetworkView(Sorted.set(List.of(value.split(",", -1)))));
  }
}
