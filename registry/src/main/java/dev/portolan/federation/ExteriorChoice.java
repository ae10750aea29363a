package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.Service;
import dev.portolan.registry.SourceFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a host is external to the mesh: by the facts of those who offer it, never by what is
 * ready (ADR 0062).
 */
record ExteriorChoice(boolean external, List<Finding> findings) {

  /**
   * Decides for a host.
   *
   * @param offers what members offer under its name, as far as they agree on ports
   */
  static ExteriorChoice of(Vantage vantage, HostMode mode, List<Service> offers) {
    List<Service> external = offers.stream().filter(offer -> external(vantage, offer)).toList();
    if (external.isEmpty()) {
      return new ExteriorChoice(false, List.of());
    }
    Optional<String> inside =
        offers.stream()
            .filter(offer -> !external(vantage, offer))
            .map(offer -> offer.key().origin() + " offers it too, whose workloads are not")
            .findFirst()
            .or(
                () ->
                    mode == HostMode.GLOBAL
                        ? Optional.empty()
                        : Optional.of("it has the name of a Service there, which never is"));
    List<Finding> findings = new ArrayList<>();
    inside.ifPresent(
        why -> external.forEach(offer -> findings.add(notExternal(vantage, offer, why))));
    return new ExteriorChoice(inside.isEmpty(), findings);
  }

  private static boolean external(Vantage vantage, Service offer) {
    return vantage
        .facts(offer.key().origin())
        .flatMap(facts -> facts.source())
        .filter(source -> source.trust() == SourceFacts.Trust.EXTERNAL)
        .isPresent();
  }

  private static Finding notExternal(Vantage vantage, Service offer, String why) {
    return finding(
        FindingCode.NOT_EXTERNAL,
        offer.key(),
        ("Source %s says that its workloads are external to the meshes, but the host is written as"
                + " one of the mesh in %s: %s. Its endpoints are spoken to in the same way. Give the"
                + " source's service another name if that matters.")
            .formatted(offer.key().origin(), vantage.cluster(), why));
  }
}
