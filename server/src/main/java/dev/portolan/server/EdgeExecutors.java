package dev.portolan.server;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which threads run the callbacks of a call. Those of discovery only read a request and leave word
 * for the stream's own thread, twice for each agent and change: they run on the transport's thread,
 * because handing one over costs more than what it does. (A first request that lists thousands of
 * versions keeps that thread for some milliseconds; the engine reads only a few of those at once.)
 * All others get gRPC's pool. Thread-safe.
 */
final class EdgeExecutors implements ServerCallExecutorSupplier {
  private static final String DISCOVERY = "envoy.service.";

  @Override
  public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    String service = call.getMethodDescriptor().getServiceName();
    // Null means the server's own executor.
    return service != null && service.startsWith(DISCOVERY) ? MoreExecutors.directExecutor() : null;
  }
}
