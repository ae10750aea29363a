package dev.portolan.server;

import io.grpc.BindableService;

/** Reflection as clients of before 2023 ask for it, {@code grpc.reflection.v1alpha}. */
final class OldReflection {
  private OldReflection() {}

  @SuppressWarnings("deprecation") // deprecated in favour of v1, which is served beside it
  static BindableService service() {
    return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
  }
}
