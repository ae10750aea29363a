package dev.portolan.world;

import dev.portolan.federation.AccessPlanner;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.HostPlanner;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.translate.AccessObjects;
import dev.portolan.translate.CanonicalYaml;
import dev.portolan.translate.IstioTranslator;
import dev.portolan.translate.Marks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one cluster should have, planned directly from the rules and the states of all origins.
 * Pure.
 */
public final class Plans {
  private Plans() {}

  /** The texts of a host's objects by kind; empty when it should have none. */
  public static SortedMap<String, String> of(
      OriginId cluster, List<Rule> rules, Collection<RegistrySnapshot> states, HostKey host) {
    SortedMap<ResourceKey, Recorded<?>> records = new TreeMap<>();
    rules.forEach(rule -> records.put(rule.key(), Recorded.local(rule)));
    states.forEach(
        state -> records.putAll(RegistryDelta.between(RegistrySnapshot.EMPTY, state).upserts()));
    RegistrySnapshot view =
        new RegistryDelta(Revision.NONE, Revision.NONE, records, new TreeSet<>())
            .applyTo(RegistrySnapshot.EMPTY);
    Surroundings around = OwnServices.around(view, cluster);
    SortedMap<String, String> texts = new TreeMap<>();
    AccessPlanner.plan(view, cluster, around, host)
        .access()
        .map(access -> AccessObjects.translate(access, Revision.NONE))
        .ifPresent(object -> texts.put(object.getKind(), text(object)));
    if (HostPlanner.plan(view, cluster, around, host) instanceof HostPlan plan) {
      IstioTranslator.translate(plan, Revision.NONE)
          .all()
          .forEach(object -> texts.put(object.getKind(), text(object)));
    }
    return texts;
  }

  /** What matters of an object: all but the notes on how it came about. */
  public static String text(HasMetadata object) {
    String yaml = new String(CanonicalYaml.write(object), java.nio.charset.StandardCharsets.UTF_8);
    return yaml.lines()
        .filter(line -> !line.contains(Marks.REVISION) && !line.contains(Marks.SHAPED_BY))
        .reduce("", (text, line) -> text + line + "\n");
  }

  /** What a host's object of a kind is called. */
  public static String nameOf(String kind, HostKey host, VirtualMesh mesh) {
    return kind.equals(AccessObjects.KIND)
        ? AccessObjects.objectName(host)
        : IstioTranslator.objectName(host, host.fqdn(mesh.suffix()));
  }

  /** An object's host, by its kind and its name. */
  public static Optional<HostKey> hostOf(String kind, String name, VirtualMesh mesh) {
    return Worlds.hosts().stream()
        .filter(host -> nameOf(kind, host, mesh).equals(name))
        .findFirst();
  }
}
