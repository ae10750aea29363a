package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.reduction.ObjectReduction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** The client's objects of a kind, as far as they have to be made here. */
final class Kinds {
  private Kinds() {}

  static Class<? extends HasMetadata> model(ObjectKind kind) {
    return ObjectReduction.model(kind);
  }

  /** An object that has a name and nothing else. */
  static <T extends HasMetadata> T named(Class<T> model, ObjectRef ref, String version) {
    try {
      T object = model.getDeclaredConstructor().newInstance();
      object.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace(ref.namespace().isEmpty() ? null : ref.namespace())
              .withName(ref.name())
              .withResourceVersion(version)
              .build());
      return object;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(model + " has a constructor without parameters", e);
    }
  }
}
