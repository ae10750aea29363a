package dev.portolan.agent.apply.kubernetes;

import dev.portolan.agent.apply.sink.ObjectRef;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;

/** The kinds that are written, and their addresses at the API server. */
final class Kinds {
  /** In the order in which they are listed. */
  static final List<String> ALL = List.of("ServiceEntry", "DestinationRule");

  private static final String GROUP = "networking.istio.io";
  private static final String VERSION = "v1";
  private static final Map<String, String> PLURALS =
      Map.of("ServiceEntry", "serviceentries", "DestinationRule", "destinationrules");

  private Kinds() {}

  /** Path of all objects of a kind in the cluster. */
  static String all(String kind) {
    return "/apis/%s/%s/%s".formatted(GROUP, VERSION, plural(kind));
  }

  /** Path of the objects of a kind in a namespace. */
  static String in(ObjectRef ref) {
    return "/apis/%s/%s/namespaces/%s/%s"
        .formatted(GROUP, VERSION, ref.namespace(), plural(ref.kind()));
  }

  /** Path of one object. */
  static String at(ObjectRef ref) {
    return in(ref) + "/" + ref.name();
  }

  static ResourceDefinitionContext context(String kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(GROUP)
        .withVersion(VERSION)
        .withKind(kind)
        .withPlural(plural(kind))
        .withNamespaced(true)
        .build();
  }

  private static String plural(String kind) {
    String plural = PLURALS.get(kind);
    if (plural == null) {
      throw new IllegalStateException("the sink was given a " + kind + ", which it does not write");
    }
    return plural;
  }
}
