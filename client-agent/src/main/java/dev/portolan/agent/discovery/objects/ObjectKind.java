package dev.portolan.agent.discovery.objects;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of Kubernetes objects that are read. All others are ignored. */
public enum ObjectKind {
  NAMESPACE("v1", "Namespace", false),
  NODE("v1", "Node", false),
  CONFIG_MAP("v1", "ConfigMap", true),
  SERVICE("v1", "Service", true),
  ENDPOINT_SLICE("discovery.k8s.io/v1", "EndpointSlice", true),
  POD("v1", "Pod", true);

  private final String apiVersion;
  private final String kind;
  private final boolean namespaced;

  ObjectKind(String apiVersion, String kind, boolean namespaced) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.namespaced = namespaced;
  }

  /** The kind that an object names, if it is one that is read. */
  public static Optional<ObjectKind> of(String apiVersion, String kind) {
    return Stream.of(values())
        .filter(known -> known.kind.equals(kind) && known.apiVersion.equals(apiVersion))
        .findFirst();
  }

  /** Whether objects of this kind live in a namespace. */
  public boolean namespaced() {
    return namespaced;
  }

  /** For subjects of findings: {@code endpointslice}. */
  @Override
  public String toString() {
    return kind.toLowerCase(Locale.ROOT);
  }
}
