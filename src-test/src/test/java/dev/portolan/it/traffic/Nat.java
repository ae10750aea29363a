package dev.portolan.it.traffic;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Translates addresses of pods and gateways into such of loopback, as a router does: an API server
 * takes no loopback addresses for pods, and to give a machine others needs rights. Nothing else of
 * what istiod says is touched, ports neither. All of 127.0.0.0/8 has to be the machine's own, as on
 * Linux.
 *
 * @param range second octet of all addresses: two runs on one machine hardly ever meet
 */
public record Nat(int range) {

  /** Into a range of its own. */
  public static Nat create() {
    return new Nat(ThreadLocalRandom.current().nextInt(1, 255));
  }

  /**
   * Of {@code a.b.c.d} counts what sites and pods of one test differ by: {@code b} and {@code d}.
   */
  public String loopback(String address) {
    List<String> octets = List.of(address.split("\\."));
    return "127.%d.%s.%s".formatted(range, octets.get(1), octets.get(3));
  }

  /**
   * What a proxy is told.
   *
   * @param own address at which others reach the proxy: there it listens
   */
  DiscoveryResponse translate(DiscoveryResponse response, String own) {
    DiscoveryResponse.Builder translated = response.toBuilder().clearResources();
    for (Any resource : response.getResourcesList()) {
      translated.addResources(translate(resource, own));
    }
    return translated.build();
  }

  private Any translate(Any resource, String own) {
    try {
      if (resource.is(ClusterLoadAssignment.class)) {
        return Any.pack(endpoints(resource.unpack(ClusterLoadAssignment.class)));
      }
      if (resource.is(Listener.class)) {
        Listener.Builder listener = resource.unpack(Listener.class).toBuilder();
        SocketAddress bound = listener.getAddress().getSocketAddress();
        listener.getAddressBuilder().setSocketAddress(at(bound, own));
        return Any.pack(listener.build());
      }
      return resource;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("istiod sent something else", e);
    }
  }

  private ClusterLoadAssignment endpoints(ClusterLoadAssignment assignment) {
    ClusterLoadAssignment.Builder result = assignment.toBuilder();
    for (LocalityLbEndpoints.Builder group : result.getEndpointsBuilderList()) {
      for (LbEndpoint.Builder endpoint : group.getLbEndpointsBuilderList()) {
        SocketAddress socket = endpoint.getEndpoint().getAddress().getSocketAddress();
        endpoint
            .getEndpointBuilder()
            .getAddressBuilder()
            .setSocketAddress(at(socket, socket.getAddress()));
      }
    }
    return result.build();
  }

  private SocketAddress at(SocketAddress socket, String address) {
    return socket.toBuilder().setAddress(loopback(address)).build();
  }
}
