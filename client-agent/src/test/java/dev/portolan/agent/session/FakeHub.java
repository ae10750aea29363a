package dev.portolan.agent.session;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A hub in this process that does what a test tells it: {@link FakeReports} and {@link
 * FakeDiscovery} behind a real channel. Everything runs on the thread of the test.
 */
public final class FakeHub implements AutoCloseable {
  private static final AtomicLong names = new AtomicLong();

  private final String name = "hub-" + names.incrementAndGet();
  private final FakeReports reports = new FakeReports();
  private final FakeDiscovery discovery = new FakeDiscovery();
  private final HubChannel channel;
  private @Nullable Server server;

  private FakeHub() {
    ManagedChannel built = InProcessChannelBuilder.forName(name).directExecutor().build();
    channel = HubChannel.over(name, built);
  }

  /** A hub that takes calls. */
  public static FakeHub up() {
    FakeHub hub = new FakeHub();
    hub.open();
    return hub;
  }

  /** A hub that cannot be reached before {@link #open}. */
  public static FakeHub down() {
    return new FakeHub();
  }

  /** Takes calls from now on. */
  public void open() {
    try {
      server =
          InProcessServerBuilder.forName(name)
              .directExecutor()
              .addService(reports)
              .addService(discovery)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the links. */
  public HubChannel channel() {
    return channel;
  }

  /** The way up. */
  public FakeReports reports() {
    return reports;
  }

  /** The way down. */
  public FakeDiscovery discovery() {
    return discovery;
  }

  @Override
  public void close() {
    channel.close();
    if (server != null) {
      server.shutdownNow();
    }
  }
}
