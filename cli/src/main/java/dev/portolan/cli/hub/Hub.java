package dev.portolan.cli.hub;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.v1.AdminServiceGrpc;
import dev.portolan.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.RegistryServiceGrpc.RegistryServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A connection to one hub. Every call either answers in time or fails. */
public final class Hub implements AutoCloseable {
  private final HubAddress address;
  private final ManagedChannel channel;
  private final Duration timeout;

  public Hub(HubAddress address, ManagedChannel channel, Duration timeout) {
    this.address = address;
    this.channel = channel;
    this.timeout = timeout;
  }

  public HubAddress address() {
    return address;
  }

  /** For a client of its own that goes on asking; closed with this. */
  public ManagedChannel channel() {
    return channel;
  }

  /** How long an answer may take. */
  public Duration timeout() {
    return timeout;
  }

  public RegistryReader reader() {
    return new RegistryReader(this);
  }

  public Holds holds() {
    return new Holds(this);
  }

  /** What people have decided. */
  public Rules rules() {
    return new Rules(this);
  }

  /** Who reports for clusters. */
  public Reporters reporters() {
    return new Reporters(this);
  }

  /**
   * Asks the service of decisions.
   *
   * @throws CommandException when the hub does not answer or refuses
   */
  <T> T admin(Function<AdminServiceBlockingStub, T> call) {
    try {
      return call.apply(
          AdminServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException e) {
      throw failure(e);
    }
  }

  /** For streams of decisions, which take as long as they take. */
  AdminServiceBlockingStub adminStream() {
    return AdminServiceGrpc.newBlockingStub(channel);
  }

  /** For one call that answers; its deadline begins now. */
  RegistryServiceBlockingStub call() {
    return RegistryServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** For streams, which have no end. */
  public RegistryServiceBlockingStub stream() {
    return RegistryServiceGrpc.newBlockingStub(channel);
  }

  /** What a failed call means to the person who asked. */
  public CommandException failure(StatusRuntimeException error) {
    return HubErrors.explain(error, address, timeout);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
