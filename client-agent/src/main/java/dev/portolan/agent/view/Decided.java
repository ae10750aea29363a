package dev.portolan.agent.view;

import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is remembered of the decisions on hosts: not the plans, which are made again when they are
 * needed and would be most of an agent's memory. Not thread-safe.
 */
final class Decided {
  private final Set<HostKey> hosts = new TreeSet<>();
  private final Set<HostKey> written = new HashSet<>();
  private final SortedMap<HostKey, List<Finding>> findings = new TreeMap<>();

  /**
   * A host was decided on; the latest decision counts.
   *
   * @param planned it has objects
   * @param said what there is to say of it
   * @param keep it has to be looked at again even if there is nothing to say of it
   */
  void note(HostKey host, boolean planned, List<Finding> said, boolean keep) {
    note(hosts, host, planned || !said.isEmpty() || keep);
    note(written, host, planned);
    if (said.isEmpty()) {
      findings.remove(host);
    } else {
      findings.put(host, said);
    }
  }

  private static void note(Set<HostKey> some, HostKey host, boolean belongs) {
    if (belongs) {
      some.add(host);
    } else {
      some.remove(host);
    }
  }

  /** Hosts that may have objects, or have findings, or are kept. */
  Collection<HostKey> hosts() {
    return Collections.unmodifiableSet(hosts);
  }

  /** How many hosts have objects. */
  int written() {
    return written.size();
  }

  /** Of all hosts, in their order. */
  Stream<Finding> findings() {
    return findings.values().stream().flatMap(List::stream);
  }
}
