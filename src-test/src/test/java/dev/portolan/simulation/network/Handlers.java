package dev.portolan.simulation.network;

import io.grpc.BindableService;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes services as any server does, and hands out their methods. */
public final class Handlers extends ServerBuilder<Handlers> {
  private final Map<String, ServerMethodDefinition<?, ?>> methods = new HashMap<>();

  ServerMethodDefinition<?, ?> method(String name) {
    return Objects.requireNonNull(methods.get(name), name);
  }

  @Override
  public Handlers addService(ServerServiceDefinition service) {
    for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
      methods.put(method.getMethodDescriptor().getFullMethodName(), method);
    }
    return this;
  }

  @Override
  public Handlers addService(BindableService service) {
    return addService(service.bindService());
  }

  @Override
  public Handlers directExecutor() {
    return this;
  }

  @Override
  public Handlers executor(@Nullable Executor executor) {
    return this;
  }

  @Override
  public Handlers fallbackHandlerRegistry(@Nullable HandlerRegistry registry) {
    return this;
  }

  @Override
  public Handlers useTransportSecurity(File certificates, File key) {
    throw new UnsupportedOperationException("nobody listens to this network");
  }

  @Override
  public Handlers decompressorRegistry(@Nullable DecompressorRegistry registry) {
    return this;
  }

  @Override
  public Handlers compressorRegistry(@Nullable CompressorRegistry registry) {
    return this;
  }

  @Override
  public Server build() {
    throw new UnsupportedOperationException("it has no port");
  }
}
