package dev.portolan.agent.apply.sink;

import dev.portolan.translate.AccessObjects;
import dev.portolan.translate.IstioTranslator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.List;

/** Identity of a Kubernetes object that we may write. */
public record ObjectRef(String namespace, String kind, String name)
    implements Comparable<ObjectRef> {
  /** The kind that says where a host's requests go; the host is reached without it too. */
  public static final String ROUTES = "VirtualService";

  /** The kind that says who may call a host's workloads; it steers nobody. */
  public static final String ACCESS = AccessObjects.KIND;

  /** The kinds that are written, in the order in which places are searched for them. */
  public static final List<String> KINDS =
      List.of("ServiceEntry", "DestinationRule", ROUTES, "Service", ACCESS);

  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::namespace)
          .thenComparing(ObjectRef::kind)
          .thenComparing(ObjectRef::name);

  /** The identity of an object with a namespace and a name. */
  public static ObjectRef of(HasMetadata object) {
    return new ObjectRef(
        object.getMetadata().getNamespace(), object.getKind(), object.getMetadata().getName());
  }

  /** What the objects of one host share: namespace and name, a shard's number left aside. */
  public String group() {
    return namespace + "/" + IstioTranslator.hostName(name);
  }

  @Override
  public int compareTo(ObjectRef other) {
    return ORDER.compare(this, other);
  }

  /** {@code <kind>/<namespace>/<name>}, as in findings. */
  @Override
  public String toString() {
    return kind + "/" + namespace + "/" + name;
  }
}
