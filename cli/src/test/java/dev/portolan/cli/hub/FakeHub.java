package dev.portolan.cli.hub;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;

/** A hub inside this process that serves a {@link FakeRegistry}; every address leads to it. */
public final class FakeHub implements AutoCloseable, HubChannels {
  private final String name = "hub-" + UUID.randomUUID();
  private final FakeRegistry registry = new FakeRegistry();
  private final FakeAdmin admin = new FakeAdmin();
  private final FakeRegistrations registrations = new FakeRegistrations();
  private final Server server;

  public FakeHub() {
    try {
      server =
          InProcessServerBuilder.forName(name)
              .addService(registry)
              .addService(admin)
              .addService(registrations)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public FakeRegistry registry() {
    return registry;
  }

  public FakeRegistrations registrations() {
    return registrations;
  }

  public FakeAdmin admin() {
    return admin;
  }

  @Override
  public ManagedChannel open(HubAddress address, Optional<HubTls> tls) {
    return InProcessChannelBuilder.forName(name).build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
