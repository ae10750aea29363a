package dev.portolan.federation;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which mode a host has in one cluster: the one that the virtual mesh wants, where the cluster
 * allows it, and else the global one, with a reason for each thing that stands against it. It
 * depends on Services, namespaces and facts, never on readiness.
 *
 * @param mode empty when the host needs no object here
 * @param joined the own Service that the endpoints join
 */
record ModeChoice(Optional<HostMode> mode, Optional<NativeService> joined, List<Finding> findings) {
  private static final String AMBIENT =
      "the namespace is ambient, where a ServiceEntry for a Service's name is ignored";

  /** Chooses for a host whose ports are agreed. */
  static ModeChoice of(
      Vantage vantage,
      Surroundings surroundings,
      VirtualMesh mesh,
      HostKey host,
      PortAgreement agreement) {
    Optional<NativeService> own = surroundings.services().find(host);
    HostMode wanted = mesh.hosts().modeOf(host);
    return switch (wanted) {
      case GLOBAL -> global(List.of());
      case UNKNOWN -> global(List.of(unknown(vantage, mesh)));
      case REPLICA -> replica(vantage, surroundings, host, own, agreement);
      case MERGE -> merge(vantage, surroundings, host, own, agreement);
    };
  }

  private static ModeChoice global(List<Finding> findings) {
    return new ModeChoice(Optional.of(HostMode.GLOBAL), Optional.empty(), findings);
  }

  private static ModeChoice replica(
      Vantage vantage,
      Surroundings surroundings,
      HostKey host,
      Optional<NativeService> own,
      PortAgreement agreement) {
    if (own.isPresent()) {
      return new ModeChoice(
          Optional.empty(),
          Optional.empty(),
          othersOffer(vantage, agreement) ? List.of(ownServiceStays(vantage, host)) : List.of());
    }
    List<String> problems = new ArrayList<>();
    if (surroundings.ambient().contains(host.namespace())) {
      problems.add(AMBIENT);
    }
    checkGateways(vantage, surroundings, problems);
    return problems.isEmpty()
        ? new ModeChoice(Optional.of(HostMode.REPLICA), Optional.empty(), List.of())
        : refused(vantage, FindingCode.REPLICA_REFUSED, host, problems);
  }

  private static ModeChoice merge(
      Vantage vantage,
      Surroundings surroundings,
      HostKey host,
      Optional<NativeService> own,
      PortAgreement agreement) {
    if (!othersOffer(vantage, agreement)) {
      return new ModeChoice(Optional.empty(), Optional.empty(), List.of());
    }
    List<String> problems = new ArrayList<>();
    own.ifPresentOrElse(
        service -> checkService(vantage, service, agreement, problems),
        () -> problems.add("the cluster has no such Service; mode replica makes one"));
    if (surroundings.ambient().contains(host.namespace())) {
      problems.add(AMBIENT);
    }
    if (vantage.facts(vantage.cluster()).map(Cluster::network).orElse("").isEmpty()) {
      problems.add(
          "the cluster has no network name (label topology.istio.io/network of istio-system), by"
              + " which its east-west gateway tells the others' endpoints from its own");
    }
    checkGateways(vantage, surroundings, problems);
    return problems.isEmpty()
        ? new ModeChoice(Optional.of(HostMode.MERGE), own, List.of())
        : refused(vantage, FindingCode.MERGE_REFUSED, host, problems);
  }

  // Such a gateway passes on to other clusters what they sent for this one; with two of them a
  // connection could go in circles. Whether gateways lead to anybody now does not matter: a name
  // must not depend on where others offer the service.
  private static void checkGateways(
      Vantage vantage, Surroundings surroundings, List<String> problems) {
    String network = vantage.facts(vantage.cluster()).map(Cluster::network).orElse("");
    for (String gateway : surroundings.openGateways()) {
      problems.add(
          ("its east-west gateway %s shows endpoints of every network and would pass on to other"
                  + " clusters what is meant for this one: set ISTIO_META_REQUESTED_NETWORK_VIEW in"
                  + " its pods%s")
              .formatted(gateway, network.isEmpty() ? "" : " to " + network));
    }
  }

  private static void checkService(
      Vantage vantage, NativeService own, PortAgreement agreement, List<String> problems) {
    switch (own.kind()) {
      case HEADLESS -> problems.add("its Service is headless: clients would not see them");
      case EXTERNAL_NAME -> problems.add("its Service is an ExternalName, which has no endpoints");
      case VIRTUAL_IP -> {
        // What the others are joined to.
      }
    }
    if (own.nodeLocal()) {
      problems.add(
          "its Service has internalTrafficPolicy Local, by which clients would not see them");
    }
    if (agreement.members().stream()
        .noneMatch(member -> member.key().origin().equals(vantage.cluster()))) {
      problems.add("its own Service is not offered, or its ports do not agree with the others'");
    }
    for (ServicePort port : agreement.ports()) {
      String name = own.portNames().get(port.number());
      if (name == null) {
        problems.add("its Service has no port " + port.number());
      } else if (name.isEmpty()) {
        problems.add("port " + port.number() + " of its Service has no name to match by");
      }
    }
  }

  /**
   * The agreed ports as they are called at the Service that is joined: endpoints join by the name.
   */
  List<ServicePort> named(List<ServicePort> ports) {
    return ports.stream()
        .map(
            port ->
                new ServicePort(
                    joined
                        .map(own -> own.portNames().getOrDefault(port.number(), port.name()))
                        .orElse(port.name()),
                    port.number(),
                    port.protocol()))
        .toList();
  }

  /** Whether the host's name is the one that the service has at home. */
  boolean nativeName() {
    return mode.filter(chosen -> chosen != HostMode.GLOBAL).isPresent();
  }

  /** See {@link HostForm#generation}. */
  String generation() {
    return HostIdentities.generation(joined);
  }

  private static boolean othersOffer(Vantage vantage, PortAgreement agreement) {
    return agreement.members().stream()
        .anyMatch(member -> !member.key().origin().equals(vantage.cluster()));
  }

  private static Finding ownServiceStays(Vantage vantage, HostKey host) {
    return vantage.here(
        FindingCode.REPLICA_NOT_NEEDED,
        host,
        ("%s has a Service of this name, so the replica that the virtual mesh asks for is not made"
                + " and clients there reach its own endpoints only. Mode merge would join the"
                + " others'.")
            .formatted(vantage.cluster()));
  }

  private static ModeChoice refused(
      Vantage vantage, FindingCode code, HostKey host, List<String> problems) {
    return global(
        problems.stream()
            .map(
                problem ->
                    vantage.here(
                        code,
                        host,
                        "The host has its global name in %s instead of the Service's, because %s."
                            .formatted(vantage.cluster(), problem)))
            .toList());
  }

  private static Finding unknown(Vantage vantage, VirtualMesh mesh) {
    return vantage.unknownRule(mesh, "hosts.mode", "hosts have global names");
  }
}
