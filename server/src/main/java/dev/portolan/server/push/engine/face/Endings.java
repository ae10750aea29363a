package dev.portolan.server.push.engine.face;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.portolan.server.push.engine.Outlet;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** The one table from the engine's endings to gRPC's statuses. */
final class Endings {
  /** Domain of the reasons in {@code google.rpc.ErrorInfo}. */
  private static final String DOMAIN = "portolan.dev";

  private Endings() {}

  static void close(ServerCall<?, ?> call, Outlet.Ending ending, String message) {
    if (ending == Outlet.Ending.COMPLETED) {
      call.close(io.grpc.Status.OK, new Metadata());
      return;
    }
    ErrorInfo info = ErrorInfo.newBuilder().setReason(ending.name()).setDomain(DOMAIN).build();
    Status status =
        Status.newBuilder()
            .setCode(code(ending).getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info))
            .build();
    StatusRuntimeException closing = StatusProto.toStatusRuntimeException(status);
    Metadata trailers = closing.getTrailers();
    call.close(closing.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  private static Code code(Outlet.Ending ending) {
    return switch (ending) {
      case COMPLETED -> Code.OK;
      case INVALID_REQUEST -> Code.INVALID_ARGUMENT;
      case RESUME_IMPOSSIBLE -> Code.OUT_OF_RANGE;
      case GOING_AWAY -> Code.UNAVAILABLE;
      case BROKEN -> Code.INTERNAL;
    };
  }
}
