package dev.portolan.translate;

import dev.portolan.federation.HostIdentities;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A host plan as one ServiceEntry, or several that share its endpoints, and one DestinationRule in
 * the service's own namespace; where requests are treated in some way one VirtualService, of a
 * replica also the Service that it stands for. Equal plans give equal objects, byte for byte, but
 * for the revision.
 */
public final class IstioTranslator {
  private IstioTranslator() {}

  /**
   * Translates a plan.
   *
   * @param revision of the registry at which the plan was made; noted, not hashed
   */
  public static HostObjects translate(HostPlan plan, Revision revision) {
    String name = objectName(plan.host(), plan.identity());
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
    Optional<VirtualService> requests =
        plan.traffic().ofRequests()
            ? Optional.of(virtualService(plan, name, revision))
            : Optional.empty();
    Optional<Service> stub =
        plan.form().mode() == HostMode.REPLICA
            ? Optional.of(stub(plan, revision))
            : Optional.empty();
    return new HostObjects(entries, rule, requests, stub);
  }

  private static VirtualService virtualService(HostPlan plan, String name, Revision revision) {
    VirtualService service = new VirtualService();
    service.setSpec(VirtualServices.spec(plan));
    service.setMetadata(metadata(plan, name, service, revision));
    return service;
  }

  private static Service stub(HostPlan plan, Revision revision) {
    Service stub = new Service();
    stub.setSpec(StubServices.spec(plan));
    ObjectMeta metadata = new ObjectMeta();
    if (!plan.identities().isEmpty()) {
      metadata.setAnnotations(Map.of(StubServices.IDENTITIES, String.join(",", plan.identities())));
    }
    stub.setMetadata(metadata);
    ObjectMeta full = metadata(plan, plan.host().name(), stub, revision);
    full.getAnnotations().putAll(metadata.getAnnotations());
    full.getLabels().put(Marks.REPLICA, "true");
    stub.setMetadata(full);
    return stub;
  }

  /**
   * The name that a host's objects have; they are in the host's namespace. Those of further shards
   * have their number behind it.
   *
   * @param identity {@link HostPlan#identity}
   */
  public static String objectName(HostKey host, String identity) {
    return ObjectNames.of(host.name(), identity);
  }

  /**
   * What objects of a host may be called in a cluster, in whichever form it is written; all are in
   * the host's namespace.
   */
  public static Set<String> possibleNames(
      RegistrySnapshot view, OriginId cluster, Surroundings surroundings, HostKey host) {
    Set<String> names = new TreeSet<>();
    HostIdentities.possible(view, cluster, surroundings, host)
        .forEach(identity -> names.add(objectName(host, identity)));
    names.add(AccessObjects.objectName(host));
    // A replica's Service.
    names.add(host.name());
    return names;
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
    return metadata(plan.host(), plan.mesh(), name, object, revision);
  }

  static ObjectMeta metadata(
      HostKey host, String mesh, String name, HasMetadata object, Revision revision) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(name);
    metadata.setNamespace(host.namespace());
    metadata.setLabels(
        new TreeMap<>(Map.of(Marks.MANAGED_BY, Marks.MANAGED_BY_AGENT, Marks.VIRTUAL_MESH, mesh)));
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
