package dev.portolan.server.query;

import dev.portolan.registry.OriginId;
import dev.portolan.v1.RefusedResource;
import java.util.List;

/** The resource versions that agents have refused and that are held back from them. Thread-safe. */
@FunctionalInterface
public interface RefusedResources {

  /** What one origin's agent refuses now; empty when it refuses nothing or is not connected. */
  List<RefusedResource> of(OriginId origin);
}
