package dev.portolan.server.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts {@link ErrorTable} behind every service: they throw, or end their streams with, the hub's
 * own exceptions and never name a status. A failure that the table does not know is a bug: it is
 * logged whole and told to the peer without its inside.
 */
public final class ErrorInterceptor implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(ErrorInterceptor.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ServerCall<Q, A> translating = new TranslatingCall<>(call);
    return new CatchingListener<>(translating, next.startCall(translating, headers));
  }

  /** Exchanges the status UNKNOWN, which gRPC makes of an exception, for the table's. */
  private static final class TranslatingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    TranslatingCall(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      Throwable cause = status.getCause();
      if (status.getCode() != Status.Code.UNKNOWN || cause == null) {
        super.close(status, trailers);
        return;
      }
      Optional<StatusRuntimeException> known = ErrorTable.statusOf(cause);
      if (known.isEmpty()) {
        log.error("{} failed", getMethodDescriptor().getFullMethodName(), cause);
        super.close(
            Status.INTERNAL.withDescription("the hub failed; its log says why"), new Metadata());
        return;
      }
      Metadata details = trailersOf(known.get());
      super.close(known.get().getStatus(), details);
    }

    private static Metadata trailersOf(StatusRuntimeException failure) {
      @Nullable Metadata trailers = failure.getTrailers();
      return trailers == null ? new Metadata() : trailers;
    }
  }

  /** Ends a call whose service threw, as if the service had ended it with that exception. */
  private static final class CatchingListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;

    CatchingListener(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onHalfClose() {
      try {
        super.onHalfClose();
      } catch (RuntimeException failure) {
        call.close(Status.UNKNOWN.withCause(failure), new Metadata());
      }
    }
  }
}
