package dev.portolan.wire;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Service;
import dev.portolan.registry.SourceFacts;
import dev.portolan.v1.EndpointHealth;
import dev.portolan.v1.MeshMode;
import dev.portolan.v1.ServiceKind;
import dev.portolan.v1.Severity;
import dev.portolan.v1.SourceTrust;

/**
 * Constants of the records and of the messages. A number that this version does not know is a
 * violation, never a guess: the item is refused and named, the others go on.
 */
final class EnumCodec {
  private EnumCodec() {}

  static dev.portolan.v1.Protocol encode(Protocol protocol) {
    return switch (protocol) {
      case AUTO -> dev.portolan.v1.Protocol.PROTOCOL_UNSPECIFIED;
      case HTTP -> dev.portolan.v1.Protocol.PROTOCOL_HTTP;
      case HTTPS -> dev.portolan.v1.Protocol.PROTOCOL_HTTPS;
      case HTTP2 -> dev.portolan.v1.Protocol.PROTOCOL_HTTP2;
      case GRPC -> dev.portolan.v1.Protocol.PROTOCOL_GRPC;
      case GRPC_WEB -> dev.portolan.v1.Protocol.PROTOCOL_GRPC_WEB;
      case TCP -> dev.portolan.v1.Protocol.PROTOCOL_TCP;
      case TLS -> dev.portolan.v1.Protocol.PROTOCOL_TLS;
      case MONGO -> dev.portolan.v1.Protocol.PROTOCOL_MONGO;
      case MYSQL -> dev.portolan.v1.Protocol.PROTOCOL_MYSQL;
      case REDIS -> dev.portolan.v1.Protocol.PROTOCOL_REDIS;
      case UDP -> dev.portolan.v1.Protocol.PROTOCOL_UDP;
    };
  }

  static Protocol decode(dev.portolan.v1.Protocol protocol, int number, Violations at) {
    return switch (protocol) {
      case PROTOCOL_UNSPECIFIED -> Protocol.AUTO;
      case PROTOCOL_HTTP -> Protocol.HTTP;
      case PROTOCOL_HTTPS -> Protocol.HTTPS;
      case PROTOCOL_HTTP2 -> Protocol.HTTP2;
      case PROTOCOL_GRPC -> Protocol.GRPC;
      case PROTOCOL_GRPC_WEB -> Protocol.GRPC_WEB;
      case PROTOCOL_TCP -> Protocol.TCP;
      case PROTOCOL_TLS -> Protocol.TLS;
      case PROTOCOL_MONGO -> Protocol.MONGO;
      case PROTOCOL_MYSQL -> Protocol.MYSQL;
      case PROTOCOL_REDIS -> Protocol.REDIS;
      case PROTOCOL_UDP -> Protocol.UDP;
      case UNRECOGNIZED -> unknown("protocol", number, at, Protocol.AUTO);
    };
  }

  static ServiceKind encode(Service.Kind kind) {
    return switch (kind) {
      case VIRTUAL_IP -> ServiceKind.SERVICE_KIND_VIRTUAL_IP;
      case HEADLESS -> ServiceKind.SERVICE_KIND_HEADLESS;
    };
  }

  static Service.Kind decode(ServiceKind kind, int number, Violations at) {
    return switch (kind) {
      case SERVICE_KIND_UNSPECIFIED, SERVICE_KIND_VIRTUAL_IP -> Service.Kind.VIRTUAL_IP;
      case SERVICE_KIND_HEADLESS -> Service.Kind.HEADLESS;
      case UNRECOGNIZED -> unknown("kind", number, at, Service.Kind.VIRTUAL_IP);
    };
  }

  static EndpointHealth encode(Endpoint.Health health) {
    return switch (health) {
      case READY -> EndpointHealth.ENDPOINT_HEALTH_READY;
      case NOT_READY -> EndpointHealth.ENDPOINT_HEALTH_NOT_READY;
      case TERMINATING -> EndpointHealth.ENDPOINT_HEALTH_TERMINATING;
    };
  }

  static Endpoint.Health decode(EndpointHealth health, int number, Violations at) {
    return switch (health) {
      case ENDPOINT_HEALTH_READY -> Endpoint.Health.READY;
      case ENDPOINT_HEALTH_UNSPECIFIED, ENDPOINT_HEALTH_NOT_READY -> Endpoint.Health.NOT_READY;
      case ENDPOINT_HEALTH_TERMINATING -> Endpoint.Health.TERMINATING;
      case UNRECOGNIZED -> unknown("health", number, at, Endpoint.Health.NOT_READY);
    };
  }

  static MeshMode encode(Endpoint.MeshMode mode) {
    return switch (mode) {
      case NONE -> MeshMode.MESH_MODE_NONE;
      case SIDECAR -> MeshMode.MESH_MODE_SIDECAR;
      case AMBIENT -> MeshMode.MESH_MODE_AMBIENT;
      case TLS -> MeshMode.MESH_MODE_TLS;
    };
  }

  static Endpoint.MeshMode decode(MeshMode mode, int number, Violations at) {
    return switch (mode) {
      case MESH_MODE_UNSPECIFIED, MESH_MODE_NONE -> Endpoint.MeshMode.NONE;
      case MESH_MODE_SIDECAR -> Endpoint.MeshMode.SIDECAR;
      case MESH_MODE_AMBIENT -> Endpoint.MeshMode.AMBIENT;
      case MESH_MODE_TLS -> Endpoint.MeshMode.TLS;
      case UNRECOGNIZED -> unknown("mesh_mode", number, at, Endpoint.MeshMode.NONE);
    };
  }

  static SourceTrust encode(SourceFacts.Trust trust) {
    return switch (trust) {
      // As a source says it that knows of no other.
      case INTERNAL -> SourceTrust.SOURCE_TRUST_UNSPECIFIED;
      case EXTERNAL -> SourceTrust.SOURCE_TRUST_EXTERNAL;
    };
  }

  static SourceFacts.Trust decode(SourceTrust trust, int number, Violations at) {
    return switch (trust) {
      case SOURCE_TRUST_UNSPECIFIED, SOURCE_TRUST_INTERNAL -> SourceFacts.Trust.INTERNAL;
      case SOURCE_TRUST_EXTERNAL -> SourceFacts.Trust.EXTERNAL;
      case UNRECOGNIZED -> unknown("trust", number, at, SourceFacts.Trust.INTERNAL);
    };
  }

  static Severity encode(FindingCode.Severity severity) {
    return switch (severity) {
      case INFO -> Severity.SEVERITY_INFO;
      case WARNING -> Severity.SEVERITY_WARNING;
      case ERROR -> Severity.SEVERITY_ERROR;
    };
  }

  private static <E> E unknown(String field, int number, Violations at, E placeholder) {
    at.add(field, "is number " + number + ", which this version does not know");
    return placeholder;
  }
}
