package dev.portolan.agent.discovery.reduction;

import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.Observed;
import dev.portolan.agent.discovery.objects.ObservedExport;
import dev.portolan.agent.discovery.objects.ObservedMesh;
import dev.portolan.agent.discovery.objects.ObservedNamespace;
import dev.portolan.agent.discovery.objects.ObservedRoots;
import dev.portolan.registry.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** Reduces objects of the Kubernetes model to what matters here. Pure. */
public final class ObjectReduction {
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String AGENT = "portolan-agent";
  private static final String DATAPLANE_MODE = "istio.io/dataplane-mode";

  private ObjectReduction() {}

  /** The client's type for objects of a kind. */
  public static Class<? extends HasMetadata> model(ObjectKind kind) {
    return switch (kind) {
      case NAMESPACE -> Namespace.class;
      case NODE -> Node.class;
      case CONFIG_MAP -> ConfigMap.class;
      case SERVICE -> Service.class;
      case ENDPOINT_SLICE -> EndpointSlice.class;
      case POD -> Pod.class;
      // Nothing of it is read but its name.
      case SERVICE_EXPORT -> GenericKubernetesResource.class;
    };
  }

  /**
   * The change that seeing an object is. An object that does not matter, such as one that the agent
   * wrote itself, is as good as gone: reading it back would offer to others what came from them. A
   * namespace that it made is one like any other, and so is a Service that somebody gave pods.
   *
   * @throws UnreadableObjectException if it says something that cannot be understood
   */
  public static ObjectChange seen(ObjectKind kind, HasMetadata object)
      throws UnreadableObjectException {
    ObjectRef ref = ref(kind, object);
    return AGENT.equals(labels(object).get(MANAGED_BY)) && stillOurs(object)
        ? ObjectChange.gone(ref)
        : new ObjectChange(ref, reduce(ref, object));
  }

  private static boolean stillOurs(HasMetadata object) {
    if (object instanceof Service service) {
      return service.getSpec() == null || Text.orEmpty(service.getSpec().getSelector()).isEmpty();
    }
    return !(object instanceof Namespace);
  }

  /**
   * Which object it is.
   *
   * @throws UnreadableObjectException if it has no name
   */
  public static ObjectRef ref(ObjectKind kind, HasMetadata object)
      throws UnreadableObjectException {
    String name = Text.orEmpty(object.getMetadata() == null ? "" : object.getMetadata().getName());
    if (name.isEmpty()) {
      throw new UnreadableObjectException("a " + kind + " without metadata.name");
    }
    if (!kind.namespaced()) {
      return new ObjectRef(kind, "", name);
    }
    String namespace = Text.orEmpty(object.getMetadata().getNamespace());
    return new ObjectRef(kind, namespace.isEmpty() ? "default" : namespace, name);
  }

  private static Optional<Observed> reduce(ObjectRef ref, HasMetadata object)
      throws UnreadableObjectException {
    if (object instanceof Service service) {
      return Optional.of(ServiceReduction.reduce(ref, service));
    }
    if (object instanceof EndpointSlice slice) {
      return SliceReduction.reduce(ref, slice).map(Observed.class::cast);
    }
    if (object instanceof Pod pod) {
      return Optional.of(PodReduction.reduce(ref, pod));
    }
    if (object instanceof Node node) {
      return Optional.of(NodeReduction.reduce(ref, node));
    }
    if (object instanceof Namespace namespace) {
      return Optional.of(namespace(ref, namespace));
    }
    if (ref.kind() == ObjectKind.SERVICE_EXPORT) {
      return Optional.of(new ObservedExport(ref));
    }
    if (object instanceof ConfigMap map && ref.equals(ObservedRoots.REF)) {
      return RootsReduction.reduce(ref, map).map(Observed.class::cast);
    }
    if (object instanceof ConfigMap map && ObservedMesh.possible(ref)) {
      return MeshReduction.reduce(ref, map).map(Observed.class::cast);
    }
    return Optional.empty();
  }

  private static ObservedNamespace namespace(ObjectRef ref, Namespace namespace)
      throws UnreadableObjectException {
    String network = labels(namespace).getOrDefault(ServiceReduction.NETWORK_LABEL, "");
    Optional<String> problem = Names.labelValueProblem(network);
    if (problem.isPresent()) {
      throw new UnreadableObjectException(
          ref + ": label " + ServiceReduction.NETWORK_LABEL + " " + problem.get());
    }
    boolean terminating =
        namespace.getMetadata().getDeletionTimestamp() != null
            || (namespace.getStatus() != null
                && "Terminating".equals(namespace.getStatus().getPhase()));
    return new ObservedNamespace(
        ref,
        Text.orEmpty(namespace.getMetadata().getUid()),
        network,
        "ambient".equals(labels(namespace).get(DATAPLANE_MODE)),
        terminating,
        created(ref, namespace));
  }

  // Creation times decide conflicts between clusters, so a wrong one is not guessed at.
  static Optional<Instant> created(ObjectRef ref, HasMetadata object)
      throws UnreadableObjectException {
    String text = Text.orEmpty(object.getMetadata().getCreationTimestamp());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new UnreadableObjectException(
          ref + ": creationTimestamp '" + text + "' is not an RFC 3339 time");
    }
  }

  static Map<String, String> labels(HasMetadata object) {
    return object.getMetadata() == null ? Map.of() : Text.orEmpty(object.getMetadata().getLabels());
  }

  static Map<String, String> annotations(HasMetadata object) {
    return Text.orEmpty(object.getMetadata().getAnnotations());
  }
}
