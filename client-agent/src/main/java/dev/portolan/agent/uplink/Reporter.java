package dev.portolan.agent.uplink;

import dev.portolan.registry.OriginId;

/**
 * Who reports.
 *
 * @param clusterUid of the kube-system namespace; empty when unknown
 * @param incarnation grows with every start of this process; above 0
 * @param version of this process, for people
 */
public record Reporter(OriginId origin, String clusterUid, long incarnation, String version) {
  public Reporter {
    if (incarnation < 1) {
      throw new IllegalArgumentException("incarnation " + incarnation + " of " + origin);
    }
  }
}
