package dev.portolan.server.push.conformance;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * A response of either variant.
 *
 * @param versions of the resources, in their order; a full response has one for all
 */
record Seen(
    String type,
    String nonce,
    List<String> names,
    List<String> versions,
    List<Any> bodies,
    List<String> removed,
    int bytes) {

  static Seen of(DeltaDiscoveryResponse response) {
    return new Seen(
        response.getTypeUrl(),
        response.getNonce(),
        response.getResourcesList().stream().map(Resource::getName).toList(),
        response.getResourcesList().stream().map(Resource::getVersion).toList(),
        response.getResourcesList().stream().map(Resource::getResource).toList(),
        response.getRemovedResourcesList(),
        response.getSerializedSize());
  }

  static Seen of(DiscoveryResponse response) {
    List<String> names = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    for (Any body : response.getResourcesList()) {
      try {
        names.add(Types.nameOf(body.unpack(Types.messageOf(response.getTypeUrl()))));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError("not a " + response.getTypeUrl(), e);
      }
      versions.add(response.getVersionInfo());
    }
    if (versions.isEmpty()) {
      versions.add(response.getVersionInfo());
    }
    return new Seen(
        response.getTypeUrl(),
        response.getNonce(),
        names,
        versions,
        response.getResourcesList(),
        List.of(),
        response.getSerializedSize());
  }
}
