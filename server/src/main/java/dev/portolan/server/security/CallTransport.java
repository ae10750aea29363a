package dev.portolan.server.security;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Carries the transport's attributes (peer address, TLS session) of a call to where its principal
 * is made.
 */
public final class CallTransport implements ServerInterceptor {
  private static final Context.Key<Attributes> TRANSPORT = Context.key("portolan-transport");

  /**
   * The attributes of the call that is being served; to be asked when the call starts, on its
   * thread.
   *
   * @throws IllegalStateException if the server does not run this interceptor
   */
  public static Attributes current() {
    Attributes attributes = TRANSPORT.get();
    if (attributes == null) {
      throw new IllegalStateException("no call, or a server without the CallTransport interceptor");
    }
    return attributes;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Context context = Context.current().withValue(TRANSPORT, call.getAttributes());
    return Contexts.interceptCall(context, call, headers, next);
  }
}
