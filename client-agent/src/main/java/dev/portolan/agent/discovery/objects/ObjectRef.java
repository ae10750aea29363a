package dev.portolan.agent.discovery.objects;

import java.util.Comparator;

/**
 * Identity of a Kubernetes object.
 *
 * @param namespace empty for kinds without one
 */
public record ObjectRef(ObjectKind kind, String namespace, String name)
    implements Comparable<ObjectRef> {
  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::kind)
          .thenComparing(ObjectRef::namespace)
          .thenComparing(ObjectRef::name);

  public static ObjectRef namespace(String name) {
    return new ObjectRef(ObjectKind.NAMESPACE, "", name);
  }

  public static ObjectRef node(String name) {
    return new ObjectRef(ObjectKind.NODE, "", name);
  }

  public static ObjectRef pod(String namespace, String name) {
    return new ObjectRef(ObjectKind.POD, namespace, name);
  }

  public static ObjectRef service(String namespace, String name) {
    return new ObjectRef(ObjectKind.SERVICE, namespace, name);
  }

  /** The ServiceExport that would be for a service. */
  public static ObjectRef exportOf(ObjectRef service) {
    return new ObjectRef(ObjectKind.SERVICE_EXPORT, service.namespace(), service.name());
  }

  @Override
  public int compareTo(ObjectRef other) {
    return ORDER.compare(this, other);
  }

  /** {@code service/bookinfo/reviews}, {@code node/worker-1}. */
  @Override
  public String toString() {
    return namespace.isEmpty() ? kind + "/" + name : kind + "/" + namespace + "/" + name;
  }
}
