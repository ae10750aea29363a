package dev.portolan.translate;

import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettings;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettingsTLSmode;
import io.fabric8.istio.api.api.networking.v1alpha3.TrafficPolicy;
import java.util.List;
import java.util.Set;

/**
 * The share of {@link IstioRules} of a host for which proxies begin TLS: with a certificate that is
 * demanded, verified and for the name that is asked for, and for nobody of the mesh.
 */
final class BegunTlsRules {
  private static final Set<String> WITH_TLS_INSIDE = Set.of("HTTPS", "TLS");

  private BegunTlsRules() {}

  static void check(HostObjects objects, TrafficPolicy policy, List<String> problems) {
    ClientTLSSettings tls = policy.getTls();
    if (tls.getMode() != ClientTLSSettingsTLSmode.SIMPLE) {
      problems.add("DestinationRule has TLS %s for all ports".formatted(tls.getMode()));
      return;
    }
    if (tls.getSni() == null || !List.of(tls.getSni()).equals(tls.getSubjectAltNames())) {
      problems.add(
          "DestinationRule asks for %s by TLS and demands %s"
              .formatted(tls.getSni(), tls.getSubjectAltNames()));
    }
    if (!Marks.SYSTEM_AUTHORITIES.equals(tls.getCaCertificates())
        || Boolean.TRUE.equals(tls.getInsecureSkipVerify())) {
      problems.add("DestinationRule begins TLS without verifying certificates");
    }
    if (!policy.getPortLevelSettings().isEmpty()) {
      problems.add("DestinationRule has ports that its TLS does not hold for");
    }
    objects.serviceEntry().getSpec().getPorts().stream()
        .filter(port -> WITH_TLS_INSIDE.contains(String.valueOf(port.getProtocol())))
        .forEach(
            port ->
                problems.add(
                    "DestinationRule begins TLS on port %d, where clients do"
                        .formatted(port.getNumber())));
    objects.serviceEntries().stream()
        .flatMap(entry -> entry.getSpec().getEndpoints().stream())
        .filter(endpoint -> endpoint.getLabels().containsKey(Marks.TLS_MODE))
        .forEach(
            endpoint ->
                problems.add(
                    "endpoint %s is a mesh's, and the rule begins TLS of another kind"
                        .formatted(endpoint.getAddress())));
  }
}
