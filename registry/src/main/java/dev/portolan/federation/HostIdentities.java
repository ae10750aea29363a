package dev.portolan.federation;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a host's objects are called after, in whichever form it is written. Pure. */
public final class HostIdentities {
  private HostIdentities() {}

  /** That of one form. */
  static String of(String fqdn, String generation) {
    return generation.isEmpty() ? fqdn : fqdn + '@' + generation;
  }

  /**
   * Those of all forms that a host may have in a cluster; none when no virtual mesh could name it.
   */
  public static List<String> possible(
      RegistrySnapshot view, OriginId cluster, Surroundings surroundings, HostKey host) {
    String atHome = ClusterDomain.nameIn(view, cluster, host);
    String joined = of(atHome, generation(surroundings.services().find(host)));
    return view.meshOf(cluster).stream()
        .flatMap(mesh -> Stream.of(host.fqdn(mesh.suffix()), atHome, joined))
        .distinct()
        .toList();
  }

  /** See {@link HostForm#generation}. */
  static String generation(Optional<NativeService> joined) {
    return joined
        .flatMap(NativeService::created)
        .map(time -> Long.toString(time.getEpochSecond()))
        .orElse("");
  }
}
