package dev.portolan.agent.discovery;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What the cluster has at one moment. Records that did not change are the same objects as in the
 * state before, so {@code RegistryDelta.between} of two states costs what changed.
 *
 * @param records of the own origin only: the cluster's facts, its services, their slices; at
 *     revision {@link Revision#NONE}
 * @param surroundings the cluster's own namespaces and Services
 * @param findings about this input, sorted
 * @param complete everything was read at least once. While false, nothing may be concluded from
 *     what is absent, and records that could be wrong for want of what was not read are left out,
 *     the cluster's facts among them: report, but do not plan. Once true, it stays true
 */
public record LocalState(
    RegistrySnapshot records, Surroundings surroundings, List<Finding> findings, boolean complete) {

  /** Before anything was read. */
  public static final LocalState NOTHING =
      new LocalState(RegistrySnapshot.EMPTY, Surroundings.NONE, List.of(), false);

  public LocalState {
    if (!records.revision().equals(Revision.NONE)) {
      throw new IllegalArgumentException("local records at revision " + records.revision());
    }
    if (records.origins().size() > 1 || records.rules().findAny().isPresent()) {
      throw new IllegalArgumentException("local records of others than one origin: " + records);
    }
    findings = findings.stream().sorted().distinct().toList();
  }

  /** A state of a cluster without Services of its own beside its records. */
  public LocalState(
      RegistrySnapshot records,
      Collection<String> namespaces,
      List<Finding> findings,
      boolean complete) {
    this(records, Surroundings.of(namespaces), findings, complete);
  }

  /** Namespaces that exist here and accept objects. */
  public SortedSet<String> namespaces() {
    return surroundings.namespaces();
  }

  /** Whose records these are; nobody's before the first was read. */
  public Optional<OriginId> origin() {
    return records.origins().keySet().stream().findFirst();
  }
}
