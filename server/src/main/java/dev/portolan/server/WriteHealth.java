package dev.portolan.server;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.SnapshotPublisher;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Instant;

/**
 * Says in the hub's health when the store takes no writes: the report service does not serve then,
 * and everything that reads does.
 */
record WriteHealth(HealthStatusManager health) implements SnapshotPublisher {

  @Override
  public void loaded(RegistrySnapshot snapshot) {
    // Not of interest.
  }

  @Override
  public void publish(RegistryDelta delta, RegistrySnapshot snapshot) {
    // Not of interest.
  }

  @Override
  public void beat(RegistrySnapshot snapshot, Instant hubTime) {
    // Not of interest.
  }

  @Override
  public void writable(boolean writable) {
    health.setStatus(
        ReportServiceGrpc.SERVICE_NAME,
        writable ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }
}
