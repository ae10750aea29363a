package dev.portolan.federation;

import dev.portolan.registry.Sorted;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A Service of the cluster itself, whether or not it is offered to others.
 *
 * @param portNames by number, without UDP ports; empty for a port without name
 * @param nodeLocal {@code internalTrafficPolicy: Local}: a client sees endpoints of its node only
 * @param workloads the pods that it stands for
 */
public record NativeService(
    Kind kind,
    SortedMap<Integer, String> portNames,
    boolean nodeLocal,
    Optional<Instant> created,
    NativeWorkloads workloads) {
  public NativeService {
    portNames = Sorted.map(portNames);
  }

  /** A Service without selector. */
  public NativeService(
      Kind kind,
      SortedMap<Integer, String> portNames,
      boolean nodeLocal,
      Optional<Instant> created) {
    this(kind, portNames, nodeLocal, created, NativeWorkloads.NONE);
  }

  /** The same Service with a selector. */
  public NativeService with(NativeWorkloads pods) {
    return new NativeService(kind, portNames, nodeLocal, created, pods);
  }

  /** How clients address it. */
  public enum Kind {
    VIRTUAL_IP,
    HEADLESS,
    EXTERNAL_NAME
  }
}
