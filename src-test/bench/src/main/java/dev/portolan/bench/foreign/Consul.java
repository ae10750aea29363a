package dev.portolan.bench.foreign;

import dev.portolan.bench.process.Loopback;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Place;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A real Consul of one server, in memory. Its watch is a blocking query by HTTP. */
public final class Consul implements ForeignRegistry {
  private static final String FLOOR = "floor";
  private static final String TAG = "bench";

  private final ServerProcess server;
  private final Http http;
  private final String origin;

  private Consul(ServerProcess server, String origin) {
    this.server = server;
    this.http = Http.at("http://127.0.0.1:" + server.port());
    this.origin = origin;
  }

  /** Starts one with nothing in it. */
  public static Consul start(Place place, String origin) {
    int port = Loopback.freePort();
    ServerProcess server =
        ServerProcess.program(
            place.directory(),
            "consul-" + port,
            port,
            List.of(
                place.parts().consul(),
                "agent",
                "-dev",
                "-node=bench",
                "-bind=127.0.0.1",
                "-client=127.0.0.1",
                "-http-port=" + port,
                "-server-port=" + Loopback.freePort(),
                "-serf-lan-port=" + Loopback.freePort(),
                "-serf-wan-port=-1",
                "-dns-port=-1",
                "-grpc-port=-1",
                "-grpc-tls-port=-1",
                "-log-level=warn",
                "-hcl=disable_update_check=true"));
    Consul consul = new Consul(server, origin);
    try {
      consul.http.awaitUp("/v1/catalog/nodes", "\"bench\"", 60);
      return consul;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Makes so many instances of each of so many services, on nodes that nobody checks. */
  public void fill(int services, int instances) {
    for (int service = 0; service < services; service++) {
      for (int i = 0; i < instances; i++) {
        http.send(
            "PUT",
            "/v1/catalog/register",
            """
            {"Node":"node-%2$d","Address":"10.0.0.1","SkipNodeUpdate":%3$b,
             "Service":{"ID":"%1$s-%2$d","Service":"%1$s","Address":"10.%4$d.%2$d.1","Port":8080,
                        "Tags":["%5$s"]}}"""
                .formatted(service(service), i, service > 0, service + 1, TAG));
      }
    }
  }

  @Override
  public String name() {
    return "Consul";
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public List<String> source() {
    return List.of("consul", "--consul.address=" + http.base(), "--select.tags=" + TAG);
  }

  @Override
  public void move(int service, String address) {
    register(service(service), address, "\"" + TAG + "\"");
  }

  @Override
  public double watched(String address) {
    String path = "/v1/health/service/" + FLOOR;
    String index = index(Http.join(http.get(path)));
    CompletableFuture<HttpResponse<String>> told = http.get(path + "?wait=30s&index=" + index);
    long begin = System.nanoTime();
    register(FLOOR, address, "");
    while (true) {
      HttpResponse<String> answer = Http.join(told);
      if (answer.body().contains('"' + address + '"')) {
        return (System.nanoTime() - begin) / 1e6;
      }
      told = http.get(path + "?wait=30s&index=" + index(answer));
    }
  }

  private void register(String service, String address, String tags) {
    http.send(
        "PUT",
        "/v1/agent/service/register",
        "{\"Name\":\"%s\",\"Address\":\"%s\",\"Port\":8080,\"Tags\":[%s]}"
            .formatted(service, address, tags));
  }

  private static String index(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Consul-Index").orElse("0");
  }

  @Override
  public void close() {
    server.close();
  }
}
