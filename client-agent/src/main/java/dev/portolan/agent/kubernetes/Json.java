package dev.portolan.agent.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** How all clients of this process read and write objects. */
final class Json {
  // What watches bring: the client reads these by what they say they are, and any other as a tree.
  // Looked for on the class path, it would load each type of Kubernetes and Istio.
  private static final List<Class<? extends KubernetesResource>> WATCHED =
      List.of(
          ConfigMap.class,
          EndpointSlice.class,
          Namespace.class,
          Node.class,
          Pod.class,
          Service.class,
          Status.class);

  /** One for all clients: what it learns of a type is large. Thread-safe. */
  static final KubernetesSerialization SHARED = make();

  private Json() {}

  private static KubernetesSerialization make() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.registerModule(
        new SimpleModule("kept-fields").setDeserializerModifier(new KeptFields()));
    KubernetesSerialization made = new KubernetesSerialization(mapper, false);
    WATCHED.forEach(made::registerKubernetesResource);
    return made;
  }
}
