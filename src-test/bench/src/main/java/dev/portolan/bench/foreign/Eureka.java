package dev.portolan.bench.foreign;

import dev.portolan.bench.process.Loopback;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Eureka server that shows changes as soon as it can. It has no watch: its floor is to ask
 * it all the time.
 */
public final class Eureka implements ForeignRegistry {
  /** How often the source asks; users have 30 s. */
  public static final int POLL_MILLIS = 1000;

  private static final String FLOOR = "OTHERS";
  private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final ServerProcess server;
  private final Http http;

  private Eureka(ServerProcess server) {
    this.server = server;
    this.http = Http.at("http://127.0.0.1:" + server.port() + "/eureka");
  }

  /** Starts one with nothing in it. */
  public static Eureka start(Place place) {
    int port = Loopback.freePort();
    ServerProcess server =
        ServerProcess.program(
            place.directory(),
            "eureka-" + port,
            port,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                place.parts().eureka(),
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--logging.level.root=WARN",
                "--eureka.client.register-with-eureka=false",
                "--eureka.client.fetch-registry=false",
                "--eureka.instance.hostname=127.0.0.1",
                // Else it replicates to whoever listens on 8761.
                "--eureka.client.service-url.defaultZone=http://127.0.0.1:" + port + "/eureka/",
                "--eureka.server.wait-time-in-ms-when-sync-empty=0",
                "--eureka.server.use-read-only-response-cache=false",
                "--eureka.server.enable-self-preservation=false"));
    Eureka eureka = new Eureka(server);
    try {
      eureka.http.awaitUp("/apps", "applications", 120);
      return eureka;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "Eureka";
  }

  @Override
  public String origin() {
    return "eureka";
  }

  @Override
  public List<String> source() {
    return List.of(
        "eureka",
        "--eureka.urls=" + http.base(),
        "--eureka.poll=" + POLL_MILLIS + "ms",
        "--select.names=EUREKA-*",
        "--select.not-names=" + FLOOR);
  }

  @Override
  public void move(int service, String address) {
    register(service(service).toUpperCase(Locale.ROOT), address);
  }

  @Override
  public double watched(String address) {
    long begin = System.nanoTime();
    register(FLOOR, address);
    while (!Http.join(http.get("/apps/delta")).body().contains('"' + address + '"')) {
      LockSupport.parkNanos(ASK_NANOS);
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  private void register(String app, String address) {
    http.send(
        "POST",
        "/apps/" + app,
        """
        {"instance":{"instanceId":"%1$s-1","hostName":"%1$s","app":"%1$s","ipAddr":"%2$s","status":"UP",
         "port":{"$":8080,"@enabled":"true"},"securePort":{"$":8443,"@enabled":"false"},
         "vipAddress":"%1$s","metadata":{},
         "leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":3600},
         "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"}}}"""
            .formatted(app, address));
  }

  @Override
  public void close() {
    server.close();
  }
}
