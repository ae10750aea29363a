package dev.portolan.agent.apply.kubernetes;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.translate.Marks;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where the kinds that are written ({@link ObjectRef#KINDS}) are at the API server. */
final class Kinds {
  private static final Map<String, Kind> KINDS =
      Map.of(
          "ServiceEntry", new Kind("networking.istio.io", "v1", "serviceentries", true),
          "DestinationRule", new Kind("networking.istio.io", "v1", "destinationrules", true),
          "VirtualService", new Kind("networking.istio.io", "v1", "virtualservices", true),
          "AuthorizationPolicy",
              new Kind("security.istio.io", "v1", "authorizationpolicies", false),
          "Service", new Kind("", "v1", "services", false));

  /**
   * A kind.
   *
   * @param group empty for Kubernetes' core
   * @param others whether objects of others matter: those of Istio's kinds for clients may speak of
   *     our hosts; a cluster's Services are many, and discovery knows them; who else lets callers
   *     in is nobody's but his
   */
  private record Kind(String group, String version, String plural, boolean others) {}

  private Kinds() {}

  /** Path of all objects of a kind in the cluster. */
  static String all(String kind) {
    return root(kind) + "/" + of(kind).plural();
  }

  /** A further parameter of a list of those that matter; empty where all do. */
  static String selector(String kind) {
    return oursOnly(kind)
        ? "&labelSelector="
            + URLEncoder.encode(
                Marks.MANAGED_BY + "=" + Marks.MANAGED_BY_AGENT, StandardCharsets.UTF_8)
        : "";
  }

  /** Whether only objects with our label matter. */
  static boolean oursOnly(String kind) {
    return !of(kind).others();
  }

  /**
   * Whether nothing is lost if objects of a kind cannot be listed: agents had no right to before
   * there were such. What is tried to be written then says so.
   */
  static boolean mayBeHidden(String kind) {
    return kind.equals(ObjectRef.ROUTES) || kind.equals(ObjectRef.ACCESS);
  }

  /** Path of the objects of a kind in a namespace. */
  static String in(ObjectRef ref) {
    return "%s/namespaces/%s/%s"
        .formatted(root(ref.kind()), ref.namespace(), of(ref.kind()).plural());
  }

  /** Path of one object. */
  static String at(ObjectRef ref) {
    return in(ref) + "/" + ref.name();
  }

  static ResourceDefinitionContext context(String name) {
    Kind kind = of(name);
    return new ResourceDefinitionContext.Builder()
        .withGroup(kind.group())
        .withVersion(kind.version())
        .withKind(name)
        .withPlural(kind.plural())
        .withNamespaced(true)
        .build();
  }

  private static String root(String kind) {
    Kind found = of(kind);
    return found.group().isEmpty()
        ? "/api/" + found.version()
        : "/apis/" + found.group() + "/" + found.version();
  }

  private static Kind of(String name) {
    Kind kind = KINDS.get(name);
    if (kind == null) {
      throw new IllegalStateException("the sink was given a " + name + ", which it does not write");
    }
    return kind;
  }
}
