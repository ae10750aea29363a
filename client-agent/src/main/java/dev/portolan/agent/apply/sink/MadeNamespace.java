package dev.portolan.agent.apply.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.translate.CanonicalYaml;
import dev.portolan.translate.Marks;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;

/**
 * A namespace that is made because an object is to stand in it. It is made once and never touched
 * again: whoever puts something there may count on it (ADR 0023).
 */
public final class MadeNamespace {
  private MadeNamespace() {}

  /** The namespace of an object, with our label. */
  public static JsonNode of(DesiredObject desired) {
    return CanonicalYaml.tree(namespace(desired));
  }

  /** The same as YAML. */
  public static byte[] yaml(DesiredObject desired) {
    return CanonicalYaml.write(namespace(desired));
  }

  private static Namespace namespace(DesiredObject desired) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(desired.ref().namespace())
        .addToLabels(Marks.MANAGED_BY, Marks.MANAGED_BY_AGENT)
        .endMetadata()
        .build();
  }
}
