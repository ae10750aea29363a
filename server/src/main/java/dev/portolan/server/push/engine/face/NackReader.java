package dev.portolan.server.push.engine.face;

import com.google.rpc.Status;
import dev.portolan.server.push.engine.DiscoveryRequest;

/**
 * Understands the detail of a refusal. Pure; anything that it does not understand refuses it all.
 */
public interface NackReader {
  DiscoveryRequest.Nack read(Status error);
}
