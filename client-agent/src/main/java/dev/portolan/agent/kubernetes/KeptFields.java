package dev.portolan.agent.kubernetes;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields of large objects are read; the rest is skipped in the text. Hundreds of classes of
 * the model, and what the JSON library keeps of each, are never loaded because of that.
 */
final class KeptFields extends BeanDeserializerModifier {
  private static final long serialVersionUID = 1;

  // What the reductions of discovery ask for. Types that are not named here are read whole.
  private static final Map<Class<?>, Set<String>> KEPT =
      Map.of(
          Namespace.class, Set.of("apiVersion", "kind", "metadata"),
          Node.class, Set.of("apiVersion", "kind", "metadata", "status"),
          NodeStatus.class, Set.of("addresses"),
          Pod.class, Set.of("apiVersion", "kind", "metadata", "spec"),
          PodSpec.class, Set.of("containers", "hostNetwork", "nodeName", "serviceAccountName"),
          Container.class, Set.of("env", "envFrom", "name"));

  @Override
  public BeanDeserializerBuilder updateBuilder(
      DeserializationConfig config, BeanDescription bean, BeanDeserializerBuilder builder) {
    Set<String> kept = KEPT.get(bean.getBeanClass());
    if (kept != null) {
      List<String> names = new ArrayList<>();
      builder.getProperties().forEachRemaining(property -> names.add(property.getName()));
      names.removeAll(kept);
      for (String name : names) {
        builder.removeProperty(PropertyName.construct(name));
        // Else it would be kept as one that the model does not know.
        builder.addIgnorable(name);
      }
    }
    return builder;
  }
}
