package dev.portolan.wire;

import dev.portolan.federation.NativeService;
import dev.portolan.federation.NativeWorkloads;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Names;
import dev.portolan.v1.NamespaceSurroundings;
import dev.portolan.v1.NativePort;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Puts together what one stream says of its cluster's surroundings. What is not well formed is left
 * out: nothing is written because of surroundings, they only make explanations better. Not
 * thread-safe.
 */
public final class SurroundingsDecoder {
  /** Services of one cluster; with more, nothing is kept. */
  public static final int MAX_SERVICES = 50_000;

  private static final int MAX_NAMESPACES = 20_000;
  private static final int MAX_PORTS = 100;

  private final Set<String> spokenOf = new HashSet<>();
  private Surroundings building = Surroundings.NONE;
  private Optional<Surroundings> whole = Optional.empty();
  private boolean begun;
  private boolean tooMuch;

  /**
   * Takes a message.
   *
   * @return what the cluster has now; empty when that is not known: a part is missing, or it is too
   *     much to keep
   */
  public Optional<Surroundings> take(dev.portolan.v1.Surroundings message) {
    if (message.getFirst()) {
      begun = true;
      tooMuch = false;
      building = Surroundings.NONE;
    }
    if (begun && !tooMuch) {
      add(message);
    }
    if (!message.getMore()) {
      spokenOf.clear();
      whole = begun && !tooMuch ? Optional.of(building) : Optional.empty();
    }
    return whole;
  }

  private void add(dev.portolan.v1.Surroundings message) {
    building =
        building.withOpenGateways(
            TreePSet.from(
                message.getOpenGatewaysList().stream()
                    .limit(SurroundingsEncoder.MAX_GATEWAYS)
                    .toList()));
    message.getRemovedNamespacesList().forEach(name -> building = building.without(name));
    for (NamespaceSurroundings part : message.getNamespacesList()) {
      if (Names.labelProblem(part.getName()).isEmpty()) {
        add(part);
      }
    }
    if (building.services().size() > MAX_SERVICES || building.spoken().size() > MAX_NAMESPACES) {
      tooMuch = true;
      building = Surroundings.NONE;
    }
  }

  private void add(NamespaceSurroundings part) {
    TreePMap<String, NativeService> services =
        spokenOf.add(part.getName()) ? TreePMap.empty() : building.services().in(part.getName());
    for (dev.portolan.v1.NativeService service : part.getServicesList()) {
      if (Names.labelProblem(service.getName()).isEmpty()) {
        services = services.plus(service.getName(), decode(service));
      }
    }
    building = building.with(part.getName(), part.getOpen(), part.getAmbient(), services);
  }

  private static NativeService decode(dev.portolan.v1.NativeService service) {
    SortedMap<Integer, String> ports = new TreeMap<>();
    for (NativePort port : service.getPortsList()) {
      if (isPort(port.getNumber())
          && (port.getName().isEmpty() || Names.labelProblem(port.getName()).isEmpty())
          && ports.size() < MAX_PORTS) {
        ports.put(port.getNumber(), port.getName());
      }
    }
    Optional<Instant> created =
        service.hasCreateTime()
            ? TimeCodec.decode("create_time", service.getCreateTime(), new Violations())
            : Optional.empty();
    return new NativeService(
        switch (service.getKind()) {
          case NATIVE_SERVICE_KIND_HEADLESS -> NativeService.Kind.HEADLESS;
          case NATIVE_SERVICE_KIND_EXTERNAL_NAME -> NativeService.Kind.EXTERNAL_NAME;
          case NATIVE_SERVICE_KIND_UNSPECIFIED, NATIVE_SERVICE_KIND_VIRTUAL_IP, UNRECOGNIZED ->
              NativeService.Kind.VIRTUAL_IP;
        },
        ports,
        service.getNodeLocal(),
        created,
        workloads(service));
  }

  private static NativeWorkloads workloads(dev.portolan.v1.NativeService service) {
    SortedMap<String, String> selector = new TreeMap<>();
    service
        .getSelectorMap()
        .forEach(
            (key, value) -> {
              if (Names.labelKeyProblem(key).isEmpty()
                  && Names.labelValueProblem(value).isEmpty()) {
                selector.put(key, value);
              }
            });
    SortedMap<Integer, Integer> targets = new TreeMap<>();
    service
        .getTargetsMap()
        .forEach(
            (port, target) -> {
              if (isPort(port) && isPort(target)) {
                targets.put(port, target);
              }
            });
    boolean whole = selector.size() == service.getSelectorCount();
    // With a part of its selector it would stand for more pods than it does.
    return whole
        ? new NativeWorkloads(selector, targets, service.getGateway())
        : NativeWorkloads.NONE;
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= 65_535;
  }
}
