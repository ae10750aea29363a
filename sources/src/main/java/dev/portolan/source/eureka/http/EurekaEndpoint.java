package dev.portolan.source.eureka.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How Eureka's servers are spoken to, and what of an instance is taken.
 *
 * @param authFile with {@code user:password}, read anew for each request; empty for none
 * @param caFile certificates in PEM that are trusted instead of the system's
 * @param connectTimeout how long a connection may take to open
 * @param answerTimeout how long a whole answer may take
 */
public record EurekaEndpoint(
    Optional<Path> authFile,
    Optional<Path> caFile,
    PortChoice port,
    Duration connectTimeout,
    Duration answerTimeout) {

  /** Without a user, with the system's certificates. */
  public static final EurekaEndpoint DEFAULT =
      new EurekaEndpoint(
          Optional.empty(),
          Optional.empty(),
          PortChoice.ENABLED,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  /** With a user and password. */
  public EurekaEndpoint withUser(Path file) {
    return new EurekaEndpoint(Optional.of(file), caFile, port, connectTimeout, answerTimeout);
  }

  /** With another time for answers. */
  public EurekaEndpoint answering(Duration within) {
    return new EurekaEndpoint(authFile, caFile, port, connectTimeout, within);
  }
}
