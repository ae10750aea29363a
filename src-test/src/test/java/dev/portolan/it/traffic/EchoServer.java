package dev.portolan.it.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/**
 * A workload: says its name, and who called by the word of its sidecar (Envoy's {@code
 * x-forwarded-client-cert}).
 */
public final class EchoServer implements AutoCloseable {
  private final HttpServer server;

  private EchoServer(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port of loopback. */
  public static EchoServer start(String name) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", exchange -> answer(name, exchange));
      server.start();
      return new EchoServer(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one that takes TLS on a free port of an address. */
  public static EchoServer overTls(String name, String address, SSLContext context) {
    try {
      HttpsServer server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext("/", exchange -> answer(name, exchange));
      server.start();
      return new EchoServer(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(String name, HttpExchange exchange) throws IOException {
    String caller = exchange.getRequestHeaders().getFirst("x-forwarded-client-cert");
    byte[] body = (name + " called by " + caller).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
