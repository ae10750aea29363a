package dev.portolan.agent.downlink;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.wire.Receipt;
import dev.portolan.wire.xds.Rejection;
import dev.portolan.wire.xds.ResourceType;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What this agent holds of the registry. Immutable; a change shares what it does not touch.
 *
 * @param versions of the resources in the snapshot, by type and name: what to compare with when the
 *     hub cannot tell from the revision what is missing
 * @param refused resources whose latest version could not be accepted; what was held of them before
 *     is still in the snapshot
 * @param start of the hub that marked the last point; empty when that is not known
 */
record Held(
    RegistrySnapshot snapshot,
    PMap<ResourceType, PMap<String, String>> versions,
    PMap<ResourceName, Rejection> refused,
    String start) {
  /** Nothing yet. */
  static final Held NOTHING =
      new Held(RegistrySnapshot.EMPTY, HashTreePMap.empty(), HashTreePMap.empty(), "");

  /** A name is unique within its type only. */
  record ResourceName(ResourceType type, String name) {}

  PMap<String, String> versions(ResourceType type) {
    return versions.getOrDefault(type, HashTreePMap.empty());
  }

  Revision revision() {
    return snapshot.revision();
  }

  /** The same at a consistent point, which a start of the hub has marked. */
  Held at(Revision revision, String by) {
    return revision.equals(revision()) && by.equals(start)
        ? this
        : new Held(
            revision.equals(revision()) ? snapshot : snapshot.at(revision), versions, refused, by);
  }

  /** What to show to the hub, so that it knows if it has lost that; nothing before a point. */
  Optional<Receipt> receipt() {
    return start.isEmpty() || revision().equals(Revision.NONE)
        ? Optional.empty()
        : Optional.of(new Receipt(revision(), start));
  }

  /** As a new stream begins that offers again whatever was refused. */
  Held offeredAgain() {
    return new Held(snapshot, versions, HashTreePMap.empty(), start);
  }

  /** What could not be accepted, for status. */
  SortedSet<Finding> findings() {
    SortedSet<Finding> findings = new TreeSet<>();
    refused.forEach(
        (resource, rejection) ->
            findings.add(
                new Finding(
                    FindingCode.RESOURCE_REFUSED,
                    resource.type().shortName().toLowerCase(Locale.ROOT) + '/' + resource.name(),
                    "Version %s of it, as the hub sent it, is refused: %s. What was known before stays in"
                            .formatted(rejection.version(), rejection.reason())
                        + " use; is this agent older than the hub?")));
    return findings;
  }
}
