package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Small objects for tests; the kind does not matter to the reconciler, so they are ConfigMaps. */
final class Samples {
  static final OriginId EAST = new OriginId("east");
  static final OriginId WEST = new OriginId("west");

  private Samples() {}

  static HostKey host(String name) {
    return new HostKey("shop", name);
  }

  static ObjectRef ref(String name) {
    return new ObjectRef("shop", "ConfigMap", name);
  }

  static DesiredObject object(String name, String spec, OriginId... origins) {
    HasMetadata object =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .endMetadata()
            .addToData("spec", spec)
            .build();
    return new DesiredObject(
        object, spec, "", Set.copyOf(Arrays.asList(origins)), Set.of(name + ".shop.global"));
  }

  static DesiredHost desired(String host, DesiredObject... objects) {
    return new DesiredHost(host(host), List.of(objects), Set.of(), true);
  }

  static ObservedObject standing(String name, String spec, OriginId... origins) {
    return observed(name, Custody.OURS, spec, origins);
  }

  static ObservedObject unmanaged(String name) {
    return observed(name, Custody.UNMANAGED, "theirs");
  }

  static ObservedObject foreign(String name) {
    return observed(name, Custody.FOREIGN, "");
  }

  private static ObservedObject observed(
      String name, Custody custody, String spec, OriginId... origins) {
    return new ObservedObject(
        ref(name),
        custody,
        spec,
        "",
        Set.copyOf(Arrays.asList(origins)),
        Set.of(name + ".shop.global"),
        Handle.NONE);
  }
}
