package dev.portolan.source.records;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.conversion.LocalRecords;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ServiceKey;
import dev.portolan.source.mapping.Mapped;
import dev.portolan.source.mapping.MappedService;
import dev.portolan.source.mapping.Untrusted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The records of one source, service by service of the foreign registry. Where two of these come to
 * one service of ours, the first by name has it. A change costs the services that it names.
 * Confined to the source's thread.
 */
public final class SourceRecords {
  private final OriginId origin;
  private final SortedMap<String, Mapped> mapped = new TreeMap<>();
  private final Map<ServiceKey, SortedSet<String>> claims = new TreeMap<>();
  private LocalRecords records;

  /** Nothing but the source's facts. */
  public SourceRecords(Cluster facts) {
    this.origin = facts.origin();
    this.records = LocalRecords.of(facts);
  }

  /** A service of the foreign registry comes to this from now on. */
  public void put(String foreign, Mapped now) {
    Mapped before = Objects.requireNonNullElse(mapped.put(foreign, now), Mapped.NOTHING);
    change(foreign, before, now);
  }

  /**
   * A service of the foreign registry has no instance any more; what it came to stays, deserted.
   */
  public void desert(String foreign) {
    Mapped before = mapped.get(foreign);
    if (before != null) {
      put(foreign, before.deserted());
    }
  }

  /** A service of the foreign registry is gone. */
  public void remove(String foreign) {
    Mapped before = mapped.remove(foreign);
    if (before != null) {
      change(foreign, before, Mapped.NOTHING);
    }
  }

  private void change(String foreign, Mapped before, Mapped now) {
    SortedSet<ServiceKey> touched = new TreeSet<>(before.services().keySet());
    touched.addAll(now.services().keySet());
    LocalRecords.Edit edit = records.edit();
    for (ServiceKey key : touched) {
      MappedService old = holder(key, foreign, before);
      SortedSet<String> claimants = claims.computeIfAbsent(key, absent -> new TreeSet<>());
      if (now.services().containsKey(key)) {
        claimants.add(foreign);
      } else {
        claimants.remove(foreign);
      }
      MappedService fresh = holder(key, foreign, now);
      if (claimants.isEmpty()) {
        claims.remove(key);
      }
      replace(edit, old, fresh);
    }
    records = edit.build();
  }

  /** Whose service stands under a key, given what one of the claimants comes to. */
  private @Nullable MappedService holder(ServiceKey key, String foreign, Mapped its) {
    SortedSet<String> claimants = claims.get(key);
    if (claimants == null || claimants.isEmpty()) {
      return null;
    }
    String first = claimants.first();
    Mapped winner = first.equals(foreign) ? its : mapped.get(first);
    return winner == null ? null : winner.services().get(key);
  }

  private static void replace(
      LocalRecords.Edit edit, @Nullable MappedService old, @Nullable MappedService fresh) {
    if (old != null) {
      edit.remove(old.service());
      for (EndpointSlice slice : old.slices()) {
        edit.remove(slice);
      }
    }
    if (fresh != null) {
      edit.replace(fresh.service());
      for (EndpointSlice slice : fresh.slices()) {
        edit.replace(slice);
      }
    }
  }

  /**
   * The state to publish.
   *
   * @param inputFindings about reading, added to those about the services
   * @param complete everything that is selected was read at least once
   */
  public LocalState state(Collection<Finding> inputFindings, boolean complete) {
    List<Finding> findings = new ArrayList<>(inputFindings);
    mapped.values().forEach(each -> findings.addAll(each.findings()));
    claims.forEach((key, claimants) -> taken(key, claimants, findings));
    return new LocalState(records.snapshot(), List.of(), findings, complete);
  }

  private void taken(ServiceKey key, SortedSet<String> claimants, List<Finding> findings) {
    claimants.stream()
        .skip(1)
        .forEach(
            loser ->
                findings.add(
                    new Finding(
                        FindingCode.NAME_TAKEN,
                        "source/%s/%s".formatted(origin, Untrusted.text(loser)),
                        "it is not imported as %s: %s comes to the same name and is the first. Change the rule for names, or select one of them"
                            .formatted(key.host(), Untrusted.text(claimants.first())))));
  }
}
