package dev.portolan.agent.apply.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What the API server said to one request.
 *
 * @param code HTTP status
 * @param body as JSON; a text node when it is none
 * @param retryAfter of a {@code Retry-After} in seconds
 */
record Answer(int code, JsonNode body, Optional<Duration> retryAfter) {
  boolean ok() {
    return code >= 200 && code < 300;
  }

  /** The machine-readable reason of a {@code Status}; empty when there is none. */
  String reason() {
    return body.path("reason").asText();
  }

  /** For a person; never empty. */
  String message() {
    String message = body.isTextual() ? body.asText() : body.path("message").asText();
    return message.isBlank() ? "HTTP " + code : "%s (HTTP %d)".formatted(message.strip(), code);
  }

  /** Not found, and it is the object itself that was not. */
  boolean objectMissing(String name) {
    return code == 404 && body.path("details").path("name").asText().equals(name);
  }
}
