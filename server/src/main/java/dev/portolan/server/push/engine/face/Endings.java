package dev.portolan.server.push.engine.face;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.portolan.server.push.engine.Outlet;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.ThreadLocalRandom;

/** The one table from the engine's endings to gRPC's statuses. */
final class Endings {
  /** Domain of the reasons in {@code google.rpc.ErrorInfo}. */
  private static final String DOMAIN = "portolan.dev";

  private static final long MIN_RETRY_MILLIS = 5_000;

  private Endings() {}

  static void close(ServerCall<?, ?> call, Outlet.Ending ending, String message) {
    if (ending == Outlet.Ending.COMPLETED) {
      call.close(io.grpc.Status.OK, new Metadata());
      return;
    }
    ErrorInfo info = ErrorInfo.newBuilder().setReason(ending.name()).setDomain(DOMAIN).build();
    Status.Builder status =
        Status.newBuilder()
            .setCode(code(ending).getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info));
    if (ending == Outlet.Ending.OVERLOADED) {
      status.addDetails(Any.pack(retry()));
    }
    StatusRuntimeException closing = StatusProto.toStatusRuntimeException(status.build());
    Metadata trailers = closing.getTrailers();
    call.close(closing.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  // Spread, so that those who were sent away do not come back together.
  private static RetryInfo retry() {
    long millis = ThreadLocalRandom.current().nextLong(MIN_RETRY_MILLIS, 3 * MIN_RETRY_MILLIS);
    return RetryInfo.newBuilder()
        .setRetryDelay(
            Duration.newBuilder()
                .setSeconds(millis / 1000)
                .setNanos((int) (millis % 1000) * 1_000_000))
        .build();
  }

  private static Code code(Outlet.Ending ending) {
    return switch (ending) {
      case COMPLETED -> Code.OK;
      case INVALID_REQUEST -> Code.INVALID_ARGUMENT;
      case RESUME_IMPOSSIBLE -> Code.OUT_OF_RANGE;
      case OVERLOADED -> Code.RESOURCE_EXHAUSTED;
      case GOING_AWAY, EPOCH_ENDS -> Code.UNAVAILABLE;
      case BROKEN -> Code.INTERNAL;
    };
  }
}
