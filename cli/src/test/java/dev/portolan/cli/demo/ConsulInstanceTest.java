package dev.portolan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConsulInstanceTest {
  private static final String DEREGISTRATION =
      "PUT /v1/agent/service/deregister/portolan-demo-shipping-1";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String body = "\"127.0.0.1:8300\"";
  private HttpServer server;
  private URI url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void oneWithoutALeaderIsNotReady() throws Exception {
    ConsulInstance instance = new ConsulInstance(url);

    assertThat(instance.ready()).isTrue();
    body = "\"\"";
    assertThat(instance.ready()).isFalse();
    body = "\"127.0.0.1:8300\"";
    status = 500;
    assertThat(instance.ready()).isFalse();
    server.stop(0);
    assertThat(instance.ready()).isFalse();
  }

  @Test
  void isTakenBackOnceHoweverTheStoryEnds() throws Exception {
    ConsulInstance left = new ConsulInstance(url);
    left.register();
    left.close();
    left.close();
    assertThat(asked).containsExactly("PUT /v1/agent/service/register", DEREGISTRATION);

    ConsulInstance told = new ConsulInstance(url);
    told.register();
    told.deregister();
    asked.clear();
    told.close();
    new ConsulInstance(url).close();
    assertThat(asked).isEmpty();
  }

  @Test
  void aConsulThatRefusesIsQuoted() {
    status = 403;
    body = "Permission denied: token lacks permission\n";

    CommandException failure =
        catchThrowableOfType(CommandException.class, () -> new ConsulInstance(url).register());

    assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failure)
        .hasMessage(
            "Consul at %s answers /v1/agent/service/register with 403: Permission denied: token"
                    .formatted(url)
                + " lacks permission");
  }

  @Test
  void aConsulThatIsGoneIsNamed() {
    server.stop(0);

    CommandException failure =
        catchThrowableOfType(CommandException.class, () -> new ConsulInstance(url).fail());

    assertThat(failure)
        .hasMessage("Consul at %s does not answer: nobody takes the connection".formatted(url));
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
