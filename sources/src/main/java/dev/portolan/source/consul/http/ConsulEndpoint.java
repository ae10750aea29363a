package dev.portolan.source.consul.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Consul's HTTP API is and how it is spoken to.
 *
 * @param address {@code http} or {@code https}, without a path
 * @param datacenter that is asked for; empty for the one of the agent that answers
 * @param tokenFile with the ACL token, read anew for each request; empty for none
 * @param caFile certificates in PEM that are trusted instead of the system's
 * @param taggedAddress name of the address that instances are reached under, where they have it
 * @param connectTimeout how long a connection may take to open
 * @param answerTimeout how long an answer may take beyond the time that Consul was given
 */
public record ConsulEndpoint(
    URI address,
    String datacenter,
    Optional<Path> tokenFile,
    Optional<Path> caFile,
    String taggedAddress,
    Duration connectTimeout,
    Duration answerTimeout) {

  /** In the clear, without a token. */
  public static ConsulEndpoint of(URI address) {
    return new ConsulEndpoint(
        address,
        "",
        Optional.empty(),
        Optional.empty(),
        "",
        Duration.ofSeconds(5),
        Duration.ofSeconds(10));
  }

  /** With an ACL token. */
  public ConsulEndpoint withToken(Path file) {
    return new ConsulEndpoint(
        address,
        datacenter,
        Optional.of(file),
        caFile,
        taggedAddress,
        connectTimeout,
        answerTimeout);
  }

  /** By {@code https}, with certificates that are trusted instead of the system's. */
  public ConsulEndpoint trusting(Path file) {
    return new ConsulEndpoint(
        address,
        datacenter,
        tokenFile,
        Optional.of(file),
        taggedAddress,
        connectTimeout,
        answerTimeout);
  }

  /** With another time for answers. */
  public ConsulEndpoint answering(Duration within) {
    return new ConsulEndpoint(
        address, datacenter, tokenFile, caFile, taggedAddress, connectTimeout, within);
  }
}
