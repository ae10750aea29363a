package dev.portolan.server.push;

import com.google.rpc.Status;
import dev.portolan.server.push.engine.DiscoveryRequest;
import dev.portolan.server.push.engine.face.NackReader;
import dev.portolan.wire.xds.Rejection;
import java.util.List;

/** Reads {@code portolan.v1.Rejections} out of a refusal. */
final class RejectionReader implements NackReader {

  @Override
  public DiscoveryRequest.Nack read(Status error) {
    List<Rejection> named = Rejection.ofNack(error).orElse(List.of());
    return new DiscoveryRequest.Nack(
        error.getMessage(),
        named.stream()
            .map(each -> new DiscoveryRequest.Rejection(each.name(), each.version(), each.reason()))
            .toList());
  }
}
