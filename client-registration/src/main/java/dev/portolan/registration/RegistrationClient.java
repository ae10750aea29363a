package dev.portolan.registration;

import dev.portolan.v1.Session;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Registers instances of services at a hub for one origin, and keeps them registered until it is
 * closed: one session over one channel. A hub that is away or restarted is waited for; what it has
 * lost meanwhile is registered again.
 *
 * <pre>{@code
 * try (var client = RegistrationClient.connect("hub:7070", "vms");
 *     var orders = client.register(Instance.of("shop/orders", "vm-7", "10.0.0.7").port(8080, Protocol.PROTOCOL_HTTP))) {
 *   serve();
 * }
 * }</pre>
 *
 * <p>Safe for use by any threads. All calls to the hub and all of the listener are made by one
 * daemon thread; a process that ends without closing the client is noticed by the hub after the TTL
 * of its instances.
 */
public final class RegistrationClient implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Wanted wanted = new Wanted();
  private final ManagedChannel channel;
  private final SessionLoop loop;
  private final Thread thread;

  private RegistrationClient(ManagedChannel channel, String origin, RegistrationListener listener) {
    this.channel = channel;
    this.loop = new SessionLoop(new HubCalls(channel, origin, session()), wanted, listener);
    this.thread = new Thread(loop, "portolan-registration");
    thread.setDaemon(true);
  }

  /**
   * A client that connects in plaintext, with the first call.
   *
   * @param target HOST:PORT, or any target that gRPC knows
   * @param origin for which it registers
   */
  public static RegistrationClient connect(String target, String origin) {
    return over(
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build(),
        origin,
        RegistrationListener.NONE);
  }

  /**
   * A client over a channel, which it owns from then on.
   *
   * @param listener is told how it goes
   */
  public static RegistrationClient over(
      ManagedChannel channel, String origin, RegistrationListener listener) {
    RegistrationClient client = new RegistrationClient(channel, origin, listener);
    client.thread.start();
    return client;
  }

  /** Registers one instance; as {@link #register(List)}. */
  public RegisteredInstance register(Instance instance) throws InterruptedException {
    return register(List.of(instance)).get(0);
  }

  /**
   * Registers instances. Returns when the hub has all of them, for good; waits for a hub that is
   * away, until the thread is interrupted.
   *
   * @throws RegistrationRefusedException if the hub does not take one of them; then none stays
   * @throws InterruptedException if the thread is interrupted; then none stays
   * @throws IllegalStateException if the client is closed
   */
  public List<RegisteredInstance> register(List<Instance> instances) throws InterruptedException {
    return register(instances, FOR_EVER);
  }

  /**
   * As {@link #register(List)}, waiting for the hub for so long.
   *
   * @throws RegistrationRefusedException also when it has not answered until then, with the code of
   *     the last failure
   */
  public List<RegisteredInstance> register(List<Instance> instances, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    List<RegisteredInstance> registered = new ArrayList<>();
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    boolean all = false;
    try {
      for (Instance instance : instances) {
        answers.add(wanted.add(instance.message()));
        registered.add(new RegisteredInstance(wanted, instance));
      }
      for (CompletableFuture<Void> answer : answers) {
        answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      all = true;
      return List.copyOf(registered);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RegistrationRefusedException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("registration failed", e.getCause());
    } catch (TimeoutException e) {
      throw loop.unanswered(patience);
    } finally {
      if (!all) {
        registered.forEach(RegisteredInstance::close);
      }
    }
  }

  /** Deregisters everything; waits for the hub's answer, but not for long. */
  @Override
  public void close() {
    close(FAREWELL);
  }

  /**
   * Deregisters everything.
   *
   * @param patience for how long the hub's answer is waited for
   * @return whether the hub has acknowledged it; else it notices after the TTL
   */
  public boolean close(Duration patience) {
    wanted.close();
    boolean interrupted = false;
    try {
      thread.join(Math.max(1, patience.toMillis()));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    thread.interrupt();
    channel.shutdownNow();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return loop.farewell();
  }

  private static Session session() {
    byte[] random = new byte[6];
    ThreadLocalRandom.current().nextBytes(random);
    return Session.newBuilder()
        .setName(
            "pid-%d-%s".formatted(ProcessHandle.current().pid(), HexFormat.of().formatHex(random)))
        .setIncarnation(System.currentTimeMillis())
        .build();
  }
}
