package dev.portolan.agent.discovery.objects;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Everything that was observed in the cluster. Immutable; a change shares all that it does not
 * touch. Knows who reads what ({@link #readers}), so that a change costs the services that it
 * concerns.
 */
public final class ClusterObjects {
  public static final ClusterObjects EMPTY =
      new ClusterObjects(TreePMap.empty(), References.EMPTY, TreePSet.empty(), false);

  private static final String AFTER_EVERY_NAMESPACE = "\uffff";

  private final TreePMap<ObjectRef, Observed> objects;
  // slice -> its service, the pods and nodes that it names; pod -> its node
  private final References references;
  private final TreePSet<ObjectRef> gateways;
  private final boolean exportsRead;

  private ClusterObjects(
      TreePMap<ObjectRef, Observed> objects,
      References references,
      TreePSet<ObjectRef> gateways,
      boolean exportsRead) {
    this.objects = objects;
    this.references = references;
    this.gateways = gateways;
    this.exportsRead = exportsRead;
  }

  /** The state after a change. */
  public ClusterObjects with(ObjectChange change) {
    ObjectRef ref = change.ref();
    Observed before = objects.get(ref);
    if (change.object().equals(Optional.ofNullable(before))) {
      return this;
    }
    References linked =
        references
            .without(ref, before == null ? List.of() : named(before))
            .with(ref, change.object().map(ClusterObjects::named).orElse(List.of()));
    boolean gateway = change.object().map(ClusterObjects::isGateway).orElse(false);
    return new ClusterObjects(
        change.object().map(now -> objects.plus(ref, now)).orElseGet(() -> objects.minus(ref)),
        linked,
        gateway ? gateways.plus(ref) : gateways.minus(ref),
        exportsRead);
  }

  /** The same, knowing that all ServiceExports that there are are among it. */
  public ClusterObjects withExportsRead() {
    return exportsRead ? this : new ClusterObjects(objects, references, gateways, true);
  }

  /** Whether a service without a ServiceExport is known to have none. */
  public boolean exportsRead() {
    return exportsRead;
  }

  /** The object, if it was observed. */
  public Optional<Observed> find(ObjectRef ref) {
    return Optional.ofNullable(objects.get(ref));
  }

  public Optional<ObservedService> service(ObjectRef ref) {
    return find(ref).map(ObservedService.class::cast);
  }

  public Optional<ObservedPod> pod(ObjectRef ref) {
    return find(ref).map(ObservedPod.class::cast);
  }

  public Optional<ObservedNode> node(String name) {
    return find(ObjectRef.node(name)).map(ObservedNode.class::cast);
  }

  public Optional<ObservedNamespace> namespace(String name) {
    return find(ObjectRef.namespace(name)).map(ObservedNamespace.class::cast);
  }

  /** The mesh configuration that counts: the default revision's, or else the first by name. */
  public Optional<ObservedMesh> mesh() {
    return meshes().stream().findFirst();
  }

  /** The mesh configurations of all revisions, the one that counts first. */
  public List<ObservedMesh> meshes() {
    return ofKind(ObjectKind.CONFIG_MAP).values().stream()
        .filter(ObservedMesh.class::isInstance)
        .map(ObservedMesh.class::cast)
        .toList();
  }

  /** The roots of the mesh's certificate authority, if they were observed. */
  public Optional<ObservedRoots> roots() {
    return find(ObservedRoots.REF).map(ObservedRoots.class::cast);
  }

  /** All nodes, sorted by name. */
  public List<ObservedNode> nodes() {
    return ofKind(ObjectKind.NODE).values().stream().map(ObservedNode.class::cast).toList();
  }

  private SortedMap<ObjectRef, Observed> ofKind(ObjectKind kind) {
    return objects.subMap(
        new ObjectRef(kind, "", ""), new ObjectRef(kind, AFTER_EVERY_NAMESPACE, ""));
  }

  /** East-west gateways, sorted by namespace and name. */
  public List<ObservedService> gateways() {
    return gateways.stream().flatMap(ref -> service(ref).stream()).toList();
  }

  /** Whether this is an east-west gateway. */
  public boolean isGateway(ObjectRef ref) {
    return gateways.contains(ref);
  }

  /** The pods that a service's slices name, ready or not, as far as they were observed. */
  public List<ObservedPod> podsBehind(ObjectRef service) {
    return slices(service).stream()
        .flatMap(slice -> slice.members().stream())
        .flatMap(member -> member.pod().stream())
        .distinct()
        .flatMap(pod -> pod(pod).stream())
        .toList();
  }

  /** The slices of a service, sorted by name. */
  public List<ObservedSlice> slices(ObjectRef service) {
    return references.referrers(service).stream()
        .flatMap(ref -> find(ref).stream())
        .map(ObservedSlice.class::cast)
        .toList();
  }

  /** Whether a namespace holds a service: then it exists, whether or not it was observed itself. */
  public boolean hasServiceIn(String namespace) {
    ObjectRef next = objects.ceilingKey(ObjectRef.service(namespace, ""));
    return next != null && next.kind() == ObjectKind.SERVICE && next.namespace().equals(namespace);
  }

  /** All objects of a kind, sorted by namespace and name. */
  public Collection<ObjectRef> refs(ObjectKind kind) {
    return ofKind(kind).keySet();
  }

  /** The services whose conversion reads this object, whether or not it is there. */
  public SortedSet<ObjectRef> readers(ObjectRef ref) {
    SortedSet<ObjectRef> services = new TreeSet<>();
    switch (ref.kind()) {
      case SERVICE -> services.add(ref);
      case ENDPOINT_SLICE ->
          find(ref).ifPresent(slice -> services.add(((ObservedSlice) slice).service()));
      case POD, NODE -> references.referrers(ref).forEach(by -> services.addAll(readers(by)));
      // The trust domain is part of every identity.
      case CONFIG_MAP -> {
        if (!ref.equals(ObservedRoots.REF)) {
          services.addAll(refs(ObjectKind.SERVICE));
        }
      }
      case SERVICE_EXPORT -> services.add(ObjectRef.service(ref.namespace(), ref.name()));
      case NAMESPACE -> {}
    }
    return services;
  }

  private static List<ObjectRef> named(Observed object) {
    List<ObjectRef> named = new ArrayList<>();
    if (object instanceof ObservedPod pod) {
      named.add(ObjectRef.node(pod.node()));
    } else if (object instanceof ObservedSlice slice) {
      named.add(slice.service());
      for (ObservedSlice.Member member : slice.members()) {
        member.pod().ifPresent(named::add);
        named.add(ObjectRef.node(member.node()));
      }
    }
    named.removeIf(ref -> ref.name().isEmpty());
    return named;
  }

  private static boolean isGateway(Observed object) {
    return object instanceof ObservedService service && service.gateway().isPresent();
  }
}
