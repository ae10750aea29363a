package dev.portolan.registration;

import com.google.protobuf.util.Durations;
import dev.portolan.v1.Locality;
import dev.portolan.v1.Protocol;
import dev.portolan.v1.RegisteredPort;
import dev.portolan.v1.Registration;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * One instance of a service, to be registered. Immutable; each method gives another one. What the
 * hub does not take is told when it is registered; its contract is in the comments of {@code
 * registration_service.proto}.
 */
public final class Instance {
  private final Registration message;

  private Instance(Registration message) {
    this.message = message;
  }

  /**
   * A ready instance without ports.
   *
   * @param service namespace and name, {@code shop/orders}
   * @param id tells the instances of the service apart; the same after a restart
   * @param address IPv4 or IPv6 literal at which clusters reach it
   * @throws IllegalArgumentException if the service is not NAMESPACE/NAME
   */
  public static Instance of(String service, String id, String address) {
    String[] parts = service.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "'%s' is no NAMESPACE/NAME; write for example shop/orders".formatted(service));
    }
    return new Instance(
        Registration.newBuilder()
            .setNamespace(parts[0])
            .setService(parts[1])
            .setId(id)
            .setAddress(address)
            .setReady(true)
            .build());
  }

  /** As the contract has it. */
  public static Instance of(Registration message) {
    return new Instance(message);
  }

  /** With a port that it serves on the same number. */
  public Instance port(int number, Protocol protocol) {
    return port(number, protocol, number);
  }

  /**
   * With one more port.
   *
   * @param number of the service: what callers use
   * @param target where this instance serves it
   */
  public Instance port(int number, Protocol protocol, int target) {
    return with(
        edit ->
            edit.addPorts(
                RegisteredPort.newBuilder()
                    .setNumber(number)
                    .setProtocol(protocol)
                    .setTarget(target)));
  }

  /** With a label. */
  public Instance label(String key, String value) {
    return with(edit -> edit.putLabels(key, value));
  }

  /** Where it runs; the zone may be empty. */
  public Instance locality(String region, String zone) {
    return with(edit -> edit.setLocality(Locality.newBuilder().setRegion(region).setZone(zone)));
  }

  /**
   * From where it is reached.
   *
   * @param network its own; empty for one of the origin's own
   * @param others further networks that reach it; {@code *} for all
   */
  public Instance network(String network, List<String> others) {
    return with(edit -> edit.setNetwork(network).clearReachableFrom().addAllReachableFrom(others));
  }

  /** With another time for which it stays without a renewal; 30 s if this is not called. */
  public Instance ttl(Duration ttl) {
    return with(edit -> edit.setTtl(Durations.fromNanos(ttl.toNanos())));
  }

  /** Whether it takes traffic. */
  public Instance ready(boolean ready) {
    return with(edit -> edit.setReady(ready));
  }

  /** As the contract has it. */
  public Registration message() {
    return message;
  }

  private Instance with(Consumer<Registration.Builder> change) {
    Registration.Builder edit = message.toBuilder();
    change.accept(edit);
    return new Instance(edit.build());
  }

  /** {@code shop/orders/vm-7}. */
  @Override
  public String toString() {
    return Names.text(message);
  }
}
