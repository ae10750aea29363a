package dev.portolan.agent.discovery.objects;

import java.util.List;
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
  POD("v1", "Pod", true),
  /** Of the multi-cluster services API, which a cluster has or has not. */
  SERVICE_EXPORT("multicluster.x-k8s.io/v1beta1", "ServiceExport", true);

  private static final String OLDER_EXPORT = "multicluster.x-k8s.io/v1alpha1";

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
        .filter(known -> known.kind.equals(kind) && known.apiVersions().contains(apiVersion))
        .findFirst();
  }

  /** The versions in which objects of this kind are understood, the preferred one first. */
  public List<String> apiVersions() {
    return optional() ? List.of(apiVersion, OLDER_EXPORT) : List.of(apiVersion);
  }

  /**
   * Whether a cluster may do without this kind. It comes and goes with its definition; that is no
   * word about its objects (ADR 0055).
   */
  public boolean optional() {
    return this == SERVICE_EXPORT;
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
