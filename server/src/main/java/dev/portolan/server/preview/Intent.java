package dev.portolan.server.preview;

import dev.portolan.federation.AccessDecision;
import dev.portolan.federation.AccessPlanner;
import dev.portolan.federation.HostDecision;
import dev.portolan.federation.HostPlanner;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.translate.HostManifests;
import java.util.List;

/** What a cluster's agent would want of one host; where manifests have problems, nothing new. */
record Intent(HostDecision decision, List<Finding> findings, HostManifests manifests) {

  /**
   * As the agent decides.
   *
   * @param noted the revision that objects name: their notes are no difference
   */
  static Intent of(
      RegistrySnapshot view, OriginId cluster, Surroundings around, HostKey host, Revision noted) {
    HostDecision decision = HostPlanner.plan(view, cluster, around, host);
    AccessDecision access = AccessPlanner.plan(view, cluster, around, host);
    return new Intent(
        decision, access.findingsWith(decision), HostManifests.of(decision, access, noted));
  }
}
