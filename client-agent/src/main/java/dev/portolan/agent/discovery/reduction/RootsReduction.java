package dev.portolan.agent.discovery.reduction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.agent.discovery.objects.FurtherRoots;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedRoots;
import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads whose certificates a mesh accepts. */
final class RootsReduction {
  private static final String KEY = "root-cert.pem";

  private RootsReduction() {}

  /**
   * The mesh's own roots; without the key there are none to be known yet. Where they cannot be read
   * they are not known, which is better than to stop at the whole input.
   */
  static Optional<ObservedRoots> reduce(ObjectRef ref, ConfigMap map) {
    String pem = Text.orEmpty(Text.orEmpty(map.getData()).get(KEY));
    if (pem.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ObservedRoots(ref, Certificates.roots(pem), ""));
    } catch (GeneralSecurityException e) {
      return Optional.of(ObservedRoots.unreadable(ref, "key " + KEY + ": " + e.getMessage()));
    }
  }

  /**
   * Others that a mesh configuration names in {@code caCertificates}. What cannot be read here only
   * makes it less than whole: the rest of the configuration counts all the same.
   */
  static FurtherRoots further(JsonNode mesh) {
    SortedSet<String> roots = new TreeSet<>();
    SortedSet<String> domains = new TreeSet<>();
    boolean whole = true;
    for (JsonNode entry : mesh.path("caCertificates")) {
      for (JsonNode domain : entry.path("trustDomains")) {
        if (Names.subdomainProblem(domain.asText()).isEmpty()) {
          domains.add(domain.asText());
        } else {
          whole = false;
        }
      }
      try {
        roots.addAll(Certificates.roots(entry.path("pem").asText("")));
      } catch (GeneralSecurityException e) {
        // A spiffeBundleUrl, for example: who is behind it is not known here.
        whole = false;
      }
    }
    boolean fits = roots.size() <= MeshTrust.MAX_ROOTS && domains.size() <= MeshTrust.MAX_DOMAINS;
    return whole && fits ? new FurtherRoots(roots, domains, true) : FurtherRoots.UNKNOWN;
  }
}
