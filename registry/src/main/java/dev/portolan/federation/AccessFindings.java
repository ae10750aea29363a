package dev.portolan.federation;

import static dev.portolan.federation.Vantage.about;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.VirtualMesh;
import java.util.List;
import java.util.stream.Collectors;

/** What there is to say about access policies, in words for a person. */
final class AccessFindings {
  private static final int NAMED = 3;

  private AccessFindings() {}

  static Finding conflict(HostKey host, AccessPolicy winner, AccessPolicy loser) {
    return about(
        loser,
        FindingCode.ACCESS_CONFLICT,
        ("Access policies %s and %s both select %s, as narrowly; %s has been here longer and counts,"
                + " so %s has no effect there: whom only %s lets in is refused. Take the host out of"
                + " one of them.")
            .formatted(name(winner), name(loser), host, name(winner), name(loser), name(loser)));
  }

  static Finding unknown(Vantage vantage, AccessPolicy policy) {
    return about(
        policy,
        FindingCode.RULE_UNKNOWN,
        ("Access policy %s has a condition that the agent of %s does not know; until it is updated,"
                + " whoever is let in by that condition only is refused there.")
            .formatted(name(policy), vantage.cluster()));
  }

  static Finding stranger(VirtualMesh mesh, AccessPolicy policy, OriginId cluster) {
    return about(
        policy,
        FindingCode.ACCESS_CALLER_UNKNOWN,
        ("Access policy %s lets in callers of %s, which is no member of virtual mesh %s; nobody is let"
                + " in by that. Correct the name, or add the cluster to the virtual mesh.")
            .formatted(name(policy), cluster, mesh.key().path()));
  }

  static Finding unreported(AccessPolicy policy, OriginId cluster) {
    return about(
        policy,
        FindingCode.ACCESS_CALLER_UNKNOWN,
        ("Access policy %s lets in callers of %s, whose trust domain is not known: its agent has not"
                + " reported yet. Until it does, they are refused.")
            .formatted(name(policy), cluster));
  }

  static Finding sourceCalls(AccessPolicy policy, OriginId source) {
    return about(
        policy,
        FindingCode.ACCESS_CALLER_UNKNOWN,
        ("Access policy %s lets in callers of %s, which is a foreign registry: what it lists has no"
                + " identity by which it could be known. Nobody is let in by that; take it out.")
            .formatted(name(policy), source));
  }

  static Finding ambiguous(
      AccessPolicy policy,
      AccessCaller caller,
      OriginId cluster,
      String domain,
      List<OriginId> others) {
    return about(
        policy,
        FindingCode.ACCESS_AMBIGUOUS,
        ("Access policy %s lets in %s, but %s shares trust domain %s with %s, whose workloads have the"
                + " same identities and are not let in by it. Nobody is let in by that, so callers of"
                + " %s may be refused. Give the clusters trust domains of their own, or let in the"
                + " others too.")
            .formatted(name(policy), caller, cluster, domain, some(others), cluster));
  }

  static Finding tooManyDomains(AccessPolicy policy, int domains, int most) {
    return about(
        policy,
        FindingCode.ACCESS_NOT_ENFORCED,
        ("Access policy %s lets in callers of every member, which have %d trust domains; at most %d can"
                + " be written. Nobody is let in by that; name the clusters.")
            .formatted(name(policy), domains, most));
  }

  static Finding withoutSelector(Vantage vantage, HostKey host) {
    return vantage.here(
        FindingCode.ACCESS_WITHOUT_SELECTOR,
        host,
        ("The Service of %s in %s selects no pods, so its workloads cannot be told from others of the"
                + " namespace. Nothing is written, and everybody may call them there; give the Service"
                + " a selector.")
            .formatted(host, vantage.cluster()));
  }

  static Finding gateway(Vantage vantage, HostKey host, HostKey gateway) {
    return vantage.here(
        FindingCode.ACCESS_NOT_ENFORCED,
        host,
        ("The workloads of %s in %s are those of its east-west gateway %s, which must let everybody"
                + " through. Nothing is written, and everybody may call them there; do not export the"
                + " Service.")
            .formatted(host, vantage.cluster(), gateway));
  }

  static Finding source(HostKey host, OriginId source) {
    return new Finding(
        FindingCode.ACCESS_NOT_ENFORCED,
        "service/" + host.at(source).path(),
        ("%s is offered by %s too, which is a foreign registry: no proxy of a mesh stands in front of"
                + " its endpoints, so everybody who reaches them may call them.")
            .formatted(host, source));
  }

  static Finding unmeshed(Vantage vantage, HostKey host, long unmeshed, int all) {
    return vantage.here(
        FindingCode.ACCESS_NOT_ENFORCED,
        host,
        ("%d of %d workloads of %s in %s have no sidecar, or their pods are not known; nobody asks"
                + " there who calls, so everybody may. Give them sidecars.")
            .formatted(unmeshed, all, host, vantage.cluster()));
  }

  static Finding ambient(Vantage vantage, HostKey host) {
    return vantage.here(
        FindingCode.ACCESS_OF_REQUESTS,
        host,
        ("Workloads of %s in %s are ambient, whose node proxies see no requests: whoever is let in for"
                + " some methods or paths only is refused there.")
            .formatted(host, vantage.cluster()));
  }

  static Finding shared(Vantage vantage, HostKey host, List<String> others) {
    return vantage.here(
        FindingCode.ACCESS_SHARED,
        host,
        ("The workloads of %s in %s are also those of %s: who may call the one host decides about them"
                + " all, on every port, and each lets in on its own ports whom it lets in. Let their"
                + " callers in as well, or part the workloads.")
            .formatted(host, vantage.cluster(), some(others)));
  }

  static Finding ofRequests(
      Vantage vantage, HostKey host, AccessPolicy policy, List<ServicePort> ports) {
    return vantage.here(
        FindingCode.ACCESS_OF_REQUESTS,
        host,
        ("Access policy %s lets callers in on %s of %s for some methods or paths only, but proxies see"
                + " connections there, no requests. Nobody is let in there by that; if it is HTTP, say"
                + " so by the port's appProtocol or name.")
            .formatted(
                name(policy),
                ports.stream()
                    .map(port -> "port %d (%s)".formatted(port.number(), port.protocol()))
                    .collect(Collectors.joining(", ")),
                host));
  }

  static Finding strangePorts(Vantage vantage, HostKey host, AccessPolicy policy, String ports) {
    return vantage.here(
        FindingCode.ACCESS_PORT_UNKNOWN,
        host,
        ("Access policy %s lets callers in on port %s of %s, which the Service in %s does not have."
                + " Nobody is let in by that; name ports of the Service, not of its pods.")
            .formatted(name(policy), ports, host, vantage.cluster()));
  }

  static Finding unresolved(Vantage vantage, HostKey host, AccessPolicy policy, ServicePort port) {
    return vantage.here(
        FindingCode.ACCESS_PORT_UNKNOWN,
        host,
        ("Which port of the pods is port %d (%s) of %s in %s is said by its name only, and no pod tells"
                + " yet. Until one does, access policy %s lets in nobody there; number it by the"
                + " Service's targetPort.")
            .formatted(port.number(), port.name(), host, vantage.cluster(), name(policy)));
  }

  private static String some(List<?> names) {
    String first =
        names.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    return names.size() <= NAMED ? first : first + " and %d more".formatted(names.size() - NAMED);
  }

  private static String name(AccessPolicy policy) {
    return policy.key().path();
  }
}
