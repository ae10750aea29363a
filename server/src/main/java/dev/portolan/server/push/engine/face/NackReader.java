package dev.portolan.server.push.engine.face;

import com.google.rpc.Status;
import dev.portolan.server.push.engine.DeltaRequest;

/**
 * Understands the detail of a refusal. Pure; anything that it does not understand refuses it all.
 */
public interface NackReader {
  DeltaRequest.Nack read(Status error);
}
