package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Pause;
import dev.portolan.v1.Protocol;
import dev.portolan.v1.Registration;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegisterCommandTest {
  private final CommandRig rig = new CommandRig();

  @AfterEach
  void close() {
    rig.close();
  }

  /** A step in each pause of the command; in the one after the last it is interrupted. */
  private int run(List<Runnable> steps, String... more) {
    Iterator<Runnable> next = steps.iterator();
    Pause pause =
        interval -> {
          if (!next.hasNext()) {
            throw new InterruptedException("Ctrl-C");
          }
          next.next().run();
        };
    List<String> arguments =
        new ArrayList<>(List.of("register", "--service", "shop/orders", "--host", "10.0.0.7"));
    arguments.addAll(List.of(more));
    return rig.run(rig.hub, pause, arguments.toArray(String[]::new));
  }

  private Registration held() {
    return rig.hub.registrations().held().get(0);
  }

  @Test
  void anInstanceIsRegisteredAsTheFlagsSayAndDeregisteredAtTheEnd() {
    List<Registration> seen = new ArrayList<>();

    int exitCode =
        run(
            List.of(() -> seen.add(held())),
            "--port",
            "80:8080",
            "--port",
            "9090",
            "--protocol",
            "grpc-web",
            "--label",
            "version=v1",
            "--locality",
            "us-east-1/a",
            "--network",
            "net-east",
            "--reachable-from",
            "*",
            "--ttl",
            "15s",
            "--origin",
            "vms");

    assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(rig.hub.registrations().origin()).isEqualTo("vms");
    Registration registered = seen.get(0);
    assertThat(registered.getId()).isEqualTo("10.0.0.7-8080");
    assertThat(registered.getPortsList().stream().map(port -> port.getNumber()))
        .containsExactly(80, 9090);
    assertThat(registered.getPorts(0).getTarget()).isEqualTo(8080);
    assertThat(registered.getPorts(1).getProtocol()).isEqualTo(Protocol.PROTOCOL_GRPC_WEB);
    assertThat(registered.getLabelsMap()).containsEntry("version", "v1");
    assertThat(registered.getLocality().getZone()).isEqualTo("a");
    assertThat(registered.getReachableFromList()).containsExactly("*");
    assertThat(registered.getTtl().getSeconds()).isEqualTo(15);
    assertThat(registered.getReady()).isTrue();
    assertThat(rig.hub.registrations().held()).isEmpty();
    assertThat(rig.err())
        .contains(
            "shop/orders/10.0.0.7-8080 is registered for vms",
            "for 15 s after the last renewal",
            "shop/orders/10.0.0.7-8080 is deregistered");
  }

  @Test
  void whoIsInterruptedBeforeTheHubAnswersDeregistersToo() {
    Thread command = Thread.currentThread();
    rig.hub.registrations().beforeAnswer(command::interrupt);

    int exitCode = run(List.of(), "--port", "80");

    assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(rig.hub.registrations().held()).isEmpty();
    assertThat(rig.err()).contains("shop/orders/10.0.0.7-80 is deregistered");
  }

  @Test
  void anInstanceThatIsNotHealthyStaysRegisteredAsNotReady() throws IOException {
    ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    String port = Integer.toString(listener.getLocalPort());
    List<Boolean> ready = new ArrayList<>();

    int exitCode =
        run(
            List.of(
                () -> {
                  ready.add(held().getReady());
                  close(listener);
                },
                () -> await().until(() -> !held().getReady()),
                () -> ready.add(held().getReady())),
            "--port",
            port,
            "--check",
            "tcp",
            "--check-at",
            "127.0.0.1:" + port);

    assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(ready).containsExactly(true, false);
    assertThat(rig.err()).contains("not healthy (127.0.0.1:" + port, "registered as not ready");
  }

  @Test
  void whatTheHubDoesNotTakeIsAnErrorWithItsReason() {
    rig.hub.registrations().refuse("is 127.0.0.1, which nobody else reaches");

    int exitCode = run(List.of(), "--port", "80");

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err())
        .contains("shop/orders/10.0.0.7-80 is not registered: address is 127.0.0.1")
        .doesNotContain("deregistered");
  }

  @Test
  void anOriginThatAnAgentReportsIsAConflict() {
    rig.hub
        .registrations()
        .failWith(Status.FAILED_PRECONDITION.withDescription("east-1 is reported by an agent"));

    int exitCode = run(List.of(), "--port", "80", "--origin", "east-1");

    assertThat(exitCode).isEqualTo(ExitCode.CONFLICT);
    assertThat(rig.err()).contains("east-1 is reported by an agent");
  }

  @Test
  void aHubThatCannotBeReachedIsNotWaitedForLongerThanItIsTold() {
    rig.hub.registrations().failWith(Status.UNAVAILABLE.withDescription("connection refused"));

    int exitCode = run(List.of(), "--port", "80", "--timeout", "300ms");

    assertThat(exitCode).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(rig.err()).contains("cannot reach the hub at 127.0.0.1:7070");
  }

  @Test
  void flagsThatCannotBeMeantAreRefused() {
    Stream.of(
            List.of("--port", "80000"),
            List.of("--port", "80", "--protocol", "gopher"),
            List.of("--port", "80", "--check", "ping"),
            List.of("--port", "80", "--check", "tcp", "--check-at", "somewhere"),
            List.of())
        .forEach(
            flags ->
                assertThat(run(List.of(), flags.toArray(String[]::new)))
                    .as("%s", flags)
                    .isEqualTo(ExitCode.USAGE));
    assertThat(rig.err())
        .contains(
            "'80000' is no PORT",
            "'gopher' is not known; there are http, https",
            "'ping' is no check; write tcp, http or http:/path",
            "'somewhere' is no HOST:PORT",
            "--port");
  }

  private static void close(ServerSocket listener) {
    try {
      listener.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
