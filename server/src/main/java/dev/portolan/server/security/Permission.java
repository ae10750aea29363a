package dev.portolan.server.security;

import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.Optional;

/** What a method of the hub lets its caller do. Every method has one; a test sees to that. */
enum Permission {
  /** Write the records of one's own origin. */
  REPORT,
  /** Receive what one's own origin may know. */
  DISCOVER,
  /** See everything. */
  READ,
  /** Change rules, and decide about holds and agents. */
  DECIDE,
  /** Ask whether the hub is well. */
  PROBE;

  private static final String ADMIN = "portolan.v1.AdminService";

  /** By service. */
  private static final Map<String, Permission> SERVICES =
      Map.of(
          "portolan.v1.ReportService",
          REPORT,
          "portolan.v1.RegistrationService",
          REPORT,
          "portolan.v1.RegistryService",
          READ,
          ADMIN,
          DECIDE,
          "grpc.health.v1.Health",
          PROBE,
          "grpc.reflection.v1.ServerReflection",
          READ,
          "grpc.reflection.v1alpha.ServerReflection",
          READ);

  /** Methods that do less than their service. */
  private static final Map<String, Permission> METHODS =
      Map.of(ADMIN + "/ListHolds", READ, ADMIN + "/Preview", READ);

  private static final String DISCOVERY = "envoy.service.";

  /** What a method needs; nothing when nobody has said, and then nobody may call it. */
  static Optional<Permission> of(MethodDescriptor<?, ?> method) {
    Permission own = METHODS.get(method.getFullMethodName());
    if (own != null) {
      return Optional.of(own);
    }
    String service = String.valueOf(method.getServiceName());
    return service.startsWith(DISCOVERY)
        ? Optional.of(DISCOVER)
        : Optional.ofNullable(SERVICES.get(service));
  }
}
