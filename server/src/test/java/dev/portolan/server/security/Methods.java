package dev.portolan.server.security;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.InputStream;

/** Methods that have a name and say nothing. */
final class Methods {
  private Methods() {}

  /** As {@code portolan.v1.RegistryService/ListServices}. */
  static MethodDescriptor<String, String> named(String fullName) {
    return MethodDescriptor.newBuilder(new Nothing(), new Nothing())
        .setType(MethodType.UNARY)
        .setFullMethodName(fullName)
        .build();
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
