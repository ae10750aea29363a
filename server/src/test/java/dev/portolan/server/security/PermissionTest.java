package dev.portolan.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {
  @ParameterizedTest
  @CsvSource({
    "portolan.v1.ReportService/Report, true, false, false",
    "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources, true, false, false",
    "envoy.service.listener.v3.ListenerDiscoveryService/StreamListeners, true, false, false",
    "portolan.v1.RegistrationService/Register, true, false, false",
    "portolan.v1.RegistryService/ListServices, false, true, true",
    "portolan.v1.AdminService/ListHolds, false, true, true",
    "portolan.v1.AdminService/Preview, false, true, true",
    "portolan.v1.AdminService/ChangeRules, false, false, true",
    "portolan.v1.AdminService/ReleaseHold, false, false, true",
    "portolan.v1.AdminService/BindCluster, false, false, true",
    "grpc.health.v1.Health/Check, true, true, true",
    "grpc.reflection.v1.ServerReflection/ServerReflectionInfo, false, true, true",
    "portolan.v1.SomethingNew/Do, false, false, false"
  })
  void isGivenByRole(String method, boolean origin, boolean reader, boolean operator) {
    assertThat(may(Role.ORIGIN, method)).isEqualTo(origin);
    assertThat(may(Role.READER, method)).isEqualTo(reader);
    assertThat(may(Role.OPERATOR, method)).isEqualTo(operator);
  }

  private static boolean may(Role role, String method) {
    return Permission.of(Methods.named(method)).filter(role::may).isPresent();
  }
}
