package dev.portolan.translate;

import dev.portolan.federation.HostPlan;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Revision;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host plan as one ServiceEntry and one DestinationRule in the service's own namespace. Equal
 * plans give equal objects, byte for byte, but for the revision.
 */
public final class IstioTranslator {
  private IstioTranslator() {}

  /**
   * Translates a plan.
   *
   * @param revision of the registry at which the plan was made; noted, not hashed
   */
  public static HostObjects translate(HostPlan plan, Revision revision) {
    ServiceEntry entry = new ServiceEntry();
    entry.setSpec(ServiceEntries.spec(plan));
    entry.setMetadata(metadata(plan, entry, revision));
    DestinationRule rule = new DestinationRule();
    rule.setSpec(DestinationRules.spec(plan));
    rule.setMetadata(metadata(plan, rule, revision));
    return new HostObjects(entry, rule);
  }

  /**
   * The name that a host's objects have; they are in the host's namespace.
   *
   * @param fqdn the global host's DNS name
   */
  public static String objectName(HostKey host, String fqdn) {
    return ObjectNames.of(host.name(), fqdn);
  }

  // Labels are the same for every object and every revision: a changed label makes istiod push the
  // whole
  // service again. What changes is an annotation.
  private static ObjectMeta metadata(HostPlan plan, HasMetadata object, Revision revision) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(objectName(plan.host(), plan.fqdn()));
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
