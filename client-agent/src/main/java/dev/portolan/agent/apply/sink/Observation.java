package dev.portolan.agent.apply.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.translate.CanonicalYaml;
import dev.portolan.translate.Marks;
import dev.portolan.translate.StubServices;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads from an object what a reconciler needs to know of it. Pure. */
public final class Observation {
  private static final String FIELD_MANAGER = Marks.MANAGED_BY_AGENT;

  private Observation() {}

  /** An object as it was found or is to be written. */
  public static ObservedObject of(HasMetadata object) {
    return of(CanonicalYaml.tree(object));
  }

  /** An object as the API server gives it. */
  public static ObservedObject of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    ObjectRef ref =
        new ObjectRef(
            metadata.path("namespace").asText(),
            object.path("kind").asText(),
            metadata.path("name").asText());
    Custody custody = StubServices.takenOver(object) ? Custody.FOREIGN : custody(metadata);
    Handle handle =
        new Handle(
            metadata.path("uid").asText(),
            metadata.path("resourceVersion").asText(),
            authored(metadata.path("managedFields")),
            shared(metadata.path("managedFields")));
    JsonNode spec = object.path("spec");
    if (custody == Custody.FOREIGN) {
      return new ObservedObject(ref, custody, "", "", Set.of(), hosts(ref, spec), handle);
    }
    String revision = metadata.path("annotations").path(Marks.REVISION).asText();
    int dot = revision.indexOf('.');
    return new ObservedObject(
        ref,
        custody,
        // The label as well: it says in which virtual mesh the object stands. And the policy that
        // a reader of the object is told of: several may say the same.
        CanonicalYaml.specHash(object)
            + '.'
            + metadata.path("labels").path(Marks.VIRTUAL_MESH).asText()
            + metadata.path("annotations").path(Marks.ACCESS_POLICY).asText(),
        dot < 0 ? "" : revision.substring(0, dot),
        dot < 0 ? 0 : sequence(revision.substring(dot + 1)),
        origins(spec, metadata.path("annotations").path(Marks.SHAPED_BY).asText()),
        hosts(ref, spec),
        handle);
  }

  /** Something that is not ours and of which only the identity is known. */
  public static ObservedObject foreign(ObjectRef ref) {
    return new ObservedObject(ref, Custody.FOREIGN, "", "", Set.of(), Set.of(), Handle.NONE);
  }

  private static Custody custody(JsonNode metadata) {
    String manager = metadata.path("labels").path(Marks.MANAGED_BY).asText();
    if (!manager.equals(Marks.MANAGED_BY_AGENT)) {
      return Custody.FOREIGN;
    }
    return metadata.path("annotations").path(Marks.UNMANAGED).asText().equals("true")
        ? Custody.UNMANAGED
        : Custody.OURS;
  }

  // Whoever writes something else there takes away what is known.
  private static long sequence(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }

  private static boolean authored(JsonNode managedFields) {
    for (JsonNode entry : managedFields) {
      if (entry.path("manager").asText().equals(FIELD_MANAGER)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a part of the spec belongs to anything else than our server-side apply. */
  private static boolean shared(JsonNode managedFields) {
    for (JsonNode entry : managedFields) {
      boolean ourApply =
          entry.path("manager").asText().equals(FIELD_MANAGER)
              && entry.path("operation").asText().equals("Apply");
      if (!ourApply
          && entry.path("subresource").asText().isEmpty()
          && entry.path("fieldsV1").has("f:spec")) {
        return true;
      }
    }
    return false;
  }

  private static Set<OriginId> origins(JsonNode spec, String shapedBy) {
    Set<OriginId> origins = new TreeSet<>();
    for (JsonNode endpoint : spec.path("endpoints")) {
      origin(endpoint.path("labels").path(Marks.CLUSTER).asText()).ifPresent(origins::add);
    }
    for (String named : shapedBy.split(",", -1)) {
      origin(named).ifPresent(origins::add);
    }
    return origins;
  }

  private static Optional<OriginId> origin(String name) {
    return Names.labelProblem(name).isEmpty() ? Optional.of(new OriginId(name)) : Optional.empty();
  }

  private static Set<String> hosts(ObjectRef ref, JsonNode spec) {
    Set<String> hosts = new TreeSet<>();
    spec.path("hosts").forEach(host -> hosts.add(host.asText()));
    if (spec.has("host")) {
      String host = spec.path("host").asText();
      // As istiod completes it, in a cluster with the usual DNS domain.
      hosts.add(
          host.contains(".")
              ? host
              : "%s.%s.svc.%s".formatted(host, ref.namespace(), Cluster.DEFAULT_DOMAIN));
    }
    return hosts;
  }
}
