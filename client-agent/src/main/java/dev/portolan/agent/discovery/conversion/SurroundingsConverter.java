package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ClusterObjects;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedNamespace;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.agent.discovery.objects.ObservedService.Port;
import dev.portolan.federation.NativeService;
import dev.portolan.federation.NativeService.Kind;
import dev.portolan.federation.NativeServices;
import dev.portolan.federation.NativeWorkloads;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Names;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pcollections.TreePSet;

/** Converts namespaces and Services as far as they decide in which form hosts are written. Pure. */
final class SurroundingsConverter {
  private SurroundingsConverter() {}

  /** The surroundings after some objects changed; parts that stay as they were stay the same. */
  static Surroundings convert(
      Surroundings before,
      ClusterObjects after,
      Collection<ObjectChange> changes,
      TreePSet<String> openGateways) {
    NativeServices services = before.services();
    SortedSet<String> touched = new TreeSet<>();
    for (ObjectChange change : changes) {
      ObjectRef ref = change.ref();
      touched.add(ref.kind() == ObjectKind.NAMESPACE ? ref.name() : ref.namespace());
      if (ref.kind() == ObjectKind.SERVICE) {
        services = withService(services, after, ref);
      }
    }
    TreePSet<String> namespaces = before.namespaces();
    TreePSet<String> ambient = before.ambient();
    for (String name : touched) {
      Optional<ObservedNamespace> found = after.namespace(name);
      boolean usable =
          found
              .map(namespace -> !namespace.terminating())
              .orElseGet(() -> after.hasServiceIn(name));
      namespaces = usable ? namespaces.plus(name) : namespaces.minus(name);
      ambient =
          found.filter(ObservedNamespace::ambient).isPresent()
              ? ambient.plus(name)
              : ambient.minus(name);
    }
    return new Surroundings(namespaces, ambient, services, openGateways);
  }

  private static NativeServices withService(
      NativeServices services, ClusterObjects after, ObjectRef ref) {
    if (Names.labelProblem(ref.namespace()).or(() -> Names.labelProblem(ref.name())).isPresent()) {
      return services; // no host can have such a name
    }
    return services.with(
        new HostKey(ref.namespace(), ref.name()),
        after.service(ref).map(SurroundingsConverter::service));
  }

  private static NativeService service(ObservedService service) {
    SortedMap<Integer, String> names = new TreeMap<>();
    SortedMap<Integer, Integer> targets = new TreeMap<>();
    for (Port port : service.ports()) {
      if (!port.transport().equals("UDP")) {
        names.put(port.number(), port.name());
        if (Names.portProblem(port.target()).isEmpty()) {
          targets.put(port.number(), port.target());
        }
      }
    }
    Kind kind =
        switch (service.type()) {
          case VIRTUAL_IP -> Kind.VIRTUAL_IP;
          case HEADLESS -> Kind.HEADLESS;
          case EXTERNAL_NAME -> Kind.EXTERNAL_NAME;
        };
    return new NativeService(
        kind,
        names,
        service.nodeLocal(),
        service.created(),
        new NativeWorkloads(service.selector(), targets, service.gateway().isPresent()));
  }
}
