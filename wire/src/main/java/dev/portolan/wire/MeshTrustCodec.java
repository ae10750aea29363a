package dev.portolan.wire;

import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.Names;
import dev.portolan.registry.Sorted;
import java.util.Optional;

/** Whose certificates meshes accept. */
final class MeshTrustCodec {
  private MeshTrustCodec() {}

  static dev.portolan.v1.MeshTrust encode(MeshTrust trust) {
    return dev.portolan.v1.MeshTrust.newBuilder()
        .addAllRoots(trust.roots())
        .addAllFurtherRoots(trust.furtherRoots())
        .addAllFurtherTrustDomains(trust.furtherDomains())
        .build();
  }

  static Optional<MeshTrust> decode(dev.portolan.v1.MeshTrust message, Violations at) {
    int before = at.count();
    if (message.getRootsCount() == 0) {
      at.add("roots", "is empty; leave trust out where the mesh's roots are not known");
    }
    TextRules.checkEach(
        "roots", message.getRootsList(), MeshTrust.MAX_ROOTS, MeshTrust::fingerprintProblem, at);
    TextRules.checkEach(
        "further_roots",
        message.getFurtherRootsList(),
        MeshTrust.MAX_ROOTS,
        MeshTrust::fingerprintProblem,
        at);
    TextRules.checkEach(
        "further_trust_domains",
        message.getFurtherTrustDomainsList(),
        MeshTrust.MAX_DOMAINS,
        Names::subdomainProblem,
        at);
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new MeshTrust(
                Sorted.set(message.getRootsList()),
                Sorted.set(message.getFurtherRootsList()),
                Sorted.set(message.getFurtherTrustDomainsList())));
  }
}
