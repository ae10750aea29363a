package dev.portolan.server.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class SecurityTest {
  @Test
  void aMethodOfWhichNobodySaidWhoMayCallItIsNotServed() {
    MethodDescriptor<String, String> method =
        MethodDescriptor.newBuilder(new Nothing(), new Nothing())
            .setType(MethodType.UNARY)
            .setFullMethodName("portolan.v1.SomethingNew/Do")
            .build();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("portolan.v1.SomethingNew")
            .addMethod(method, (call, headers) -> new ServerCall.Listener<>() {})
            .build();
    assertThatThrownBy(() -> Security.plaintext().guarded(service))
        .hasMessage("nobody has said who may call portolan.v1.SomethingNew/Do");
  }

  private static final class Nothing implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return InputStream.nullInputStream();
    }

    @Override
    public String parse(InputStream stream) {
      return "";
    }
  }
}
