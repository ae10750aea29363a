package dev.portolan.wire;

import dev.portolan.federation.NativeService;
import dev.portolan.federation.Surroundings;
import dev.portolan.v1.NamespaceSurroundings;
import dev.portolan.v1.NativePort;
import dev.portolan.v1.NativeServiceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What became another of a cluster's surroundings as messages of bounded size. A namespace whose
 * Services do not fit into one is spoken of several times; what comes later adds to it.
 */
public final class SurroundingsEncoder {
  /** Size of a message in bytes that is needed at least. */
  public static final int LEAST_BYTES = 4096;

  /** Gateways of one message; what a cluster has more of says no more. */
  static final int MAX_GATEWAYS = 100;

  // A namespace's tag, length and name, and the message's own fields.
  private static final int ENVELOPE = 256;

  private final int maxBytes;
  private final List<dev.portolan.v1.Surroundings> messages = new ArrayList<>();
  private dev.portolan.v1.Surroundings.Builder message = dev.portolan.v1.Surroundings.newBuilder();
  private int bytes;

  private SurroundingsEncoder(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * The messages that lead from one to the other; at least one.
   *
   * @param before what the receiver has; empty when nothing was said to it yet
   * @param maxBytes encoded size of a message; at least {@link #LEAST_BYTES}
   */
  public static List<dev.portolan.v1.Surroundings> encode(
      Optional<Surroundings> before, Surroundings after, int maxBytes) {
    if (maxBytes < LEAST_BYTES) {
      throw new IllegalArgumentException("messages of " + maxBytes + " bytes");
    }
    return new SurroundingsEncoder(maxBytes).difference(before, after);
  }

  private List<dev.portolan.v1.Surroundings> difference(
      Optional<Surroundings> before, Surroundings after) {
    Surroundings had = before.orElse(Surroundings.NONE);
    message.setFirst(before.isEmpty());
    message.addAllOpenGateways(after.openGateways().stream().limit(MAX_GATEWAYS).toList());
    bytes = ENVELOPE + message.build().getSerializedSize();
    SortedSet<String> names = new TreeSet<>(had.spoken());
    SortedSet<String> now = after.spoken();
    names.addAll(now);
    for (String name : names) {
      if (!now.contains(name)) {
        reserve(name.length() + ENVELOPE);
        message.addRemovedNamespaces(name);
      } else if (!had.sameIn(after, name)) {
        namespace(after, name);
      }
    }
    messages.add(message.build());
    return List.copyOf(messages);
  }

  private void namespace(Surroundings from, String name) {
    reserve(name.length() + ENVELOPE);
    NamespaceSurroundings.Builder part = begun(from, name);
    for (var service : from.services().in(name).entrySet()) {
      dev.portolan.v1.NativeService encoded = encode(service.getKey(), service.getValue());
      int size = encoded.getSerializedSize() + 6;
      if (bytes + size > maxBytes && part.getServicesCount() > 0) {
        message.addNamespaces(part);
        cut();
        part = begun(from, name);
      }
      bytes += size;
      part.addServices(encoded);
    }
    message.addNamespaces(part);
  }

  private static NamespaceSurroundings.Builder begun(Surroundings from, String name) {
    return NamespaceSurroundings.newBuilder()
        .setName(name)
        .setOpen(from.namespaces().contains(name))
        .setAmbient(from.ambient().contains(name));
  }

  private void reserve(int size) {
    if (bytes + size > maxBytes) {
      cut();
    }
    bytes += size;
  }

  private void cut() {
    messages.add(message.setMore(true).build());
    List<String> gateways = message.getOpenGatewaysList();
    message = dev.portolan.v1.Surroundings.newBuilder().addAllOpenGateways(gateways);
    bytes = ENVELOPE + message.build().getSerializedSize();
  }

  private static dev.portolan.v1.NativeService encode(String name, NativeService service) {
    dev.portolan.v1.NativeService.Builder encoded =
        dev.portolan.v1.NativeService.newBuilder()
            .setName(name)
            .setKind(
                switch (service.kind()) {
                  case VIRTUAL_IP -> NativeServiceKind.NATIVE_SERVICE_KIND_VIRTUAL_IP;
                  case HEADLESS -> NativeServiceKind.NATIVE_SERVICE_KIND_HEADLESS;
                  case EXTERNAL_NAME -> NativeServiceKind.NATIVE_SERVICE_KIND_EXTERNAL_NAME;
                })
            .setNodeLocal(service.nodeLocal())
            .putAllSelector(service.workloads().selector())
            .putAllTargets(service.workloads().targets())
            .setGateway(service.workloads().gateway());
    service
        .portNames()
        .forEach(
            (number, port) ->
                encoded.addPorts(NativePort.newBuilder().setNumber(number).setName(port)));
    service.created().map(TimeCodec::encode).ifPresent(encoded::setCreateTime);
    return encoded.build();
  }
}
