package dev.portolan.it.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.Loopback;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.source.consul.ConsulLocalServices;
import dev.portolan.source.consul.ConsulPace;
import dev.portolan.source.consul.http.ConsulEndpoint;
import dev.portolan.source.consul.http.HttpConsul;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.Selector;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.tls.TestAuthority;
import dev.portolan.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source reads a real Consul by https, and believes nobody else in its place. */
@Timeout(180)
class ConsulTlsIT {
  private static final OriginId ORIGIN = new OriginId("consul-1");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Map<String, Map<String, Boolean>> ORDERS =
      Map.of("orders", Map.of("10.0.0.1", true));
  private static final ConsulPace PACE =
      new ConsulPace(
          100,
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofMillis(50),
          Duration.ofSeconds(1),
          Duration.ofSeconds(8),
          Duration.ofSeconds(1));

  @TempDir private Path directory;
  private final TestAuthority authority = new TestAuthority();
  private final Imported imported = new Imported(ORIGIN, LIMIT);
  private final int port = Loopback.freePort();
  private @Nullable ConsulServer consul;

  @AfterEach
  void stop() {
    imported.close();
    if (consul != null) {
      consul.close();
    }
  }

  @Test
  void whatIsRegisteredComesByHttpsAndIsFollowed() throws Exception {
    ConsulServer server = consul(authority.hub(certificates()));
    server.register("orders", "orders-1", "10.0.0.1", 8080);
    read(certificates().resolve("ca.pem"));
    imported.awaitEndpoints(ORDERS);
    imported.awaitNoFindings();

    server.fail("orders-1");

    imported.awaitEndpoints(Map.of("orders", Map.of("10.0.0.1", false)));
  }

  @Test
  void anImpostorInItsPlaceIsNotBelievedAndTakesNothingBack() throws Exception {
    ConsulServer server = consul(authority.hub(certificates()));
    server.register("orders", "orders-1", "10.0.0.1", 8080);
    Path trusted = Files.copy(certificates().resolve("ca.pem"), directory.resolve("trusted.pem"));
    read(trusted);
    imported.awaitEndpoints(ORDERS);

    server.kill();
    new TestAuthority().hub(certificates());
    server.startEmpty();
    server.register("orders", "orders-9", "10.0.0.9", 8080);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(imported.state().findings().toString())
                    .contains("SourceUnavailable", "SSLHandshakeException"));
    imported.assertStays(ORDERS);

    server.kill();
    authority.hub(certificates());
    server.startEmpty();
    server.register("orders", "orders-1", "10.0.0.1", 8080);
    imported.awaitNoFindings();
    imported.assertStays(ORDERS);
  }

  @Test
  void aCertificateForAnotherHostIsNotBelieved() throws Exception {
    ConsulServer server =
        consul(
            authority.files(
                certificates(),
                "hub",
                Instant.now().plusSeconds(3600),
                builder ->
                    builder.addSanDnsName("consul.example").addExtendedKeyUsageServerAuth()));
    server.register("orders", "orders-1", "10.0.0.1", 8080);

    read(certificates().resolve("ca.pem"));

    imported.awaitCode("SourceUnavailable");
    assertThat(imported.state().complete()).isFalse();
    assertThat(imported.endpoints()).isEmpty();
  }

  private Path certificates() {
    return directory.resolve("certificates");
  }

  /** With https beside the plain port, which the test itself uses. */
  private ConsulServer consul(TlsFiles files) throws Exception {
    ConsulServer started =
        ConsulServer.start(
            directory,
            "ports{https=%d}".formatted(port),
            "tls{https{ca_file=\"%s\" cert_file=\"%s\" key_file=\"%s\" verify_incoming=false}}"
                .formatted(files.ca(), files.certificate(), files.key()));
    consul = started;
    return started;
  }

  private static MappingRules rules() {
    MappingRules rules = MappingRules.DEFAULT;
    return new MappingRules(
        new Selector(List.of("orders"), List.of(), Sorted.set(List.of()), Sorted.map(Map.of())),
        rules.namespace(),
        rules.name(),
        rules.port(),
        rules.protocol(),
        rules.tls(),
        rules.locality(),
        rules.elsewhere(),
        List.of());
  }

  private void read(Path trusted) throws Exception {
    ConsulEndpoint endpoint =
        ConsulEndpoint.of(URI.create("https://%s:%d".formatted(Loopback.HOST, port)))
            .trusting(trusted)
            .answering(Duration.ofSeconds(2));
    imported.start(
        ConsulLocalServices.of(
            new HttpConsul(endpoint),
            new ServiceMapping(ORIGIN, rules()),
            Cluster.ofSource(
                ORIGIN, "", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")))),
            PACE,
            SourceLoop.start()));
  }
}
