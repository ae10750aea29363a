package dev.portolan.server.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import org.junit.jupiter.api.Test;

class SecurityTest {
  @Test
  void aMethodOfWhichNobodySaidWhoMayCallItIsNotServed() {
    MethodDescriptor<String, String> method = Methods.named("portolan.v1.SomethingNew/Do");
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("portolan.v1.SomethingNew")
            .addMethod(method, (call, headers) -> new ServerCall.Listener<>() {})
            .build();
    assertThatThrownBy(() -> Security.plaintext().guarded(service))
        .hasMessage("nobody has said who may call portolan.v1.SomethingNew/Do");
  }
}
