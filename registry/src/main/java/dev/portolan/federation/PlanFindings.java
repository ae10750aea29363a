package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import java.util.Collection;
import java.util.List;

/** What there is to say about a whole host, in words for a person. */
final class PlanFindings {
  private PlanFindings() {}

  static Finding headless(HostKey host, Service service) {
    return finding(
        FindingCode.HEADLESS_AS_ONE_HOST,
        service.key(),
        ("%s is headless at %s; under the global host its pods are one load-balanced set and"
                + " cannot be addressed one by one.")
            .formatted(host, service.key().origin()));
  }

  static Finding noEndpoints(Vantage vantage, HostKey host, PortAgreement agreement) {
    return vantage.here(
        FindingCode.NO_ENDPOINTS,
        host,
        ("No ready endpoint of %s can be reached from %s (offered by %s); the host stays and"
                + " answers 503 until one is.")
            .formatted(host, vantage.cluster(), origins(agreement.members())));
  }

  static Finding lastWithdrawn(Vantage vantage, HostKey host, List<OriginId> withdrawn) {
    return vantage.here(
        FindingCode.LAST_DESTINATION_WITHDRAWN,
        host,
        ("Nothing else in reach of %s serves %s than clusters that are lost (%s), whose destinations"
                + " the partition rule takes out; the host stays and answers 503 until one is back. A"
                + " rule that demotes instead would go on trying them.")
            .formatted(vantage.cluster(), host, withdrawn.stream().sorted().toList()));
  }

  static Finding clusterUnknown(Service service) {
    return finding(
        FindingCode.CLUSTER_UNKNOWN,
        service.key(),
        ("%s offers the service but has not reported its cluster's facts (network, gateways), so"
                + " nobody knows how to reach it. Check its agent.")
            .formatted(service.key().origin()));
  }

  static Finding namespaceMissing(Vantage vantage, HostKey host, List<Service> offers) {
    return vantage.here(
        FindingCode.NAMESPACE_MISSING,
        host,
        ("%s is offered by %s, but %s has no namespace %s, so it gets no host. Create the namespace"
                + " if its workloads shall call the service.")
            .formatted(host, origins(offers), vantage.cluster(), host.namespace()));
  }

  static Finding namespaceToBeMade(Vantage vantage, HostKey host) {
    return vantage.here(
        FindingCode.NAMESPACE_TO_BE_MADE,
        host,
        "%s has no namespace %s; the virtual mesh lets the agent make it."
            .formatted(vantage.cluster(), host.namespace()));
  }

  // About the cluster, not the host: all its hosts say the same, so it shows once.
  static Finding ambientClients(Vantage vantage, Collection<String> namespaces) {
    return new Finding(
        FindingCode.AMBIENT_CLIENTS,
        "cluster/" + vantage.cluster(),
        ("Clients in ambient namespaces (%s) read one ServiceEntry of each host, none beside a"
                + " Service, and do not pass east-west gateways of this kind: they reach a part of the"
                + " endpoints of large hosts, and neither clusters on other networks nor replicas"
                + " and what is merged. Give them sidecars, or keep to small hosts on one network.")
            .formatted(String.join(", ", namespaces)));
  }

  private static List<OriginId> origins(List<Service> services) {
    return services.stream().map(service -> service.key().origin()).sorted().toList();
  }
}
