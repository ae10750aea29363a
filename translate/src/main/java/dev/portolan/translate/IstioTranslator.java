package dev.portolan.translate;

import dev.portolan.federation.HostPlan;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Revision;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host plan as one ServiceEntry, or several that share its endpoints, and one DestinationRule in
 * the service's own namespace. Equal plans give equal objects, byte for byte, but for the revision.
 */
public final class IstioTranslator {
  private IstioTranslator() {}

  /**
   * Translates a plan.
   *
   * @param revision of the registry at which the plan was made; noted, not hashed
   */
  public static HostObjects translate(HostPlan plan, Revision revision) {
    String name = objectName(plan.host(), plan.fqdn());
    List<ServiceEntry> entries = new ArrayList<>();
    for (int shard = 0; shard < plan.form().shards(); shard++) {
      ServiceEntry entry = new ServiceEntry();
      entry.setSpec(ServiceEntries.spec(plan, shard));
      entry.setMetadata(metadata(plan, ObjectNames.shard(name, shard), entry, revision));
      entries.add(entry);
    }
    DestinationRule rule = new DestinationRule();
    rule.setSpec(DestinationRules.spec(plan));
    rule.setMetadata(metadata(plan, name, rule, revision));
    return new HostObjects(entries, rule);
  }

  /**
   * The name that a host's objects have; they are in the host's namespace. Those of further shards
   * have their number behind it.
   *
   * @param fqdn the global host's DNS name
   */
  public static String objectName(HostKey host, String fqdn) {
    return ObjectNames.of(host.name(), fqdn);
  }

  /** What all objects of the host that has an object of this name are called. */
  public static String hostName(String objectName) {
    return ObjectNames.withoutShard(objectName);
  }

  // Labels are the same for every object and every revision: a changed label makes istiod push the
  // whole
  // service again. What changes is an annotation.
  private static ObjectMeta metadata(
      HostPlan plan, String name, HasMetadata object, Revision revision) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(name);
    metadata.setNamespace(plan.host().namespace());
    metadata.setLabels(
        new TreeMap<>(
            Map.of(Marks.MANAGED_BY, Marks.MANAGED_BY_AGENT, Marks.VIRTUAL_MESH, plan.mesh())));
    metadata.setAnnotations(
        new TreeMap<>(
            Map.of(
                Marks.SPEC_HASH,
                CanonicalYaml.specHash(object),
                Marks.REVISION,
                revision.toString())));
    return metadata;
  }
}
