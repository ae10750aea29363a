package dev.portolan.server.push.engine;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.server.push.engine.view.Listing;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.Map;

/** Listings as a subscriber would send them. */
public final class Listings {
  private Listings() {}

  /** In the map's order. */
  public static Listing of(Map<String, String> versions) {
    try {
      return Listing.in(
          DeltaDiscoveryRequest.newBuilder()
              .putAllInitialResourceVersions(versions)
              .build()
              .toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("what protobuf has written", e);
    }
  }
}
