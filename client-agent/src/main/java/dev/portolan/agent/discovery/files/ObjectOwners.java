package dev.portolan.agent.discovery.files;

import dev.portolan.agent.discovery.files.ParsedFile.Located;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.Observed;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which file says what about an object. Where several do, the first path wins, and a file that is
 * missing yields to one that is there: so a renamed file's objects move at once. Confined to one
 * thread.
 */
final class ObjectOwners {
  private final Map<ObjectRef, TreeMap<String, Located>> present = new HashMap<>();
  private final Map<ObjectRef, TreeMap<String, Located>> missing = new HashMap<>();
  private final Map<ObjectRef, Observed> winners = new HashMap<>();
  private final TreeSet<ObjectRef> contested = new TreeSet<>();
  private final TreeSet<ObjectRef> touched = new TreeSet<>();

  /** A file changed, appeared, went missing or came back. */
  void replace(String path, InputFile before, InputFile after) {
    remove(path, before);
    Map<ObjectRef, TreeMap<String, Located>> side =
        after.missingSince().isPresent() ? missing : present;
    after
        .objects()
        .forEach(
            (ref, located) -> {
              touched.add(ref);
              side.computeIfAbsent(ref, absent -> new TreeMap<>()).put(path, located);
            });
  }

  void remove(String path, InputFile before) {
    Map<ObjectRef, TreeMap<String, Located>> side =
        before.missingSince().isPresent() ? missing : present;
    for (ObjectRef ref : before.objects().keySet()) {
      touched.add(ref);
      side.computeIfPresent(
          ref,
          (same, paths) -> {
            paths.remove(path);
            return paths.isEmpty() ? null : paths;
          });
    }
  }

  /** What changed since this was last asked. */
  List<ObjectChange> changes() {
    List<ObjectChange> changes = new ArrayList<>();
    for (ObjectRef ref : touched) {
      TreeMap<String, Located> owners = present.getOrDefault(ref, new TreeMap<>());
      Optional<Observed> winner =
          (owners.isEmpty() ? missing.getOrDefault(ref, owners) : owners)
              .values().stream().map(Located::object).findFirst();
      if (owners.size() > 1) {
        contested.add(ref);
      } else {
        contested.remove(ref);
      }
      if (!winner.equals(Optional.ofNullable(winners.get(ref)))) {
        winner.ifPresentOrElse(now -> winners.put(ref, now), () -> winners.remove(ref));
        changes.add(new ObjectChange(ref, winner));
      }
    }
    touched.clear();
    return changes;
  }

  /** One for each file that is passed over for an object. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (ObjectRef ref : contested) {
      List<Located> owners = List.copyOf(present.getOrDefault(ref, new TreeMap<>()).values());
      for (Located loser : owners.subList(1, owners.size())) {
        findings.add(
            new Finding(
                FindingCode.OBJECT_DUPLICATE,
                loser.place(),
                "%s is also at %s, which is used".formatted(ref, owners.get(0).place())));
      }
    }
    findings.sort(Comparator.naturalOrder());
    return findings;
  }
}
