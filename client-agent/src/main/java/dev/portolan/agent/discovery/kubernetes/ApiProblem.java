package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Why the API server did not give what was asked for, the same text for the same cause.
 *
 * @param code {@link FindingCode#API_FORBIDDEN} or {@link FindingCode#API_UNAVAILABLE}
 */
record ApiProblem(FindingCode code, String message) {

  static ApiProblem of(Throwable thrown) {
    Optional<KubernetesClientException> answer = answer(thrown);
    if (answer.isEmpty()) {
      return new ApiProblem(
          FindingCode.API_UNAVAILABLE, "the API server does not answer: " + rootMessage(thrown));
    }
    int status = answer.get().getCode();
    String reason =
        answer.get().getStatus() == null || answer.get().getStatus().getMessage() == null
            ? rootMessage(thrown)
            : answer.get().getStatus().getMessage();
    return switch (status) {
      case 401 ->
          new ApiProblem(
              FindingCode.API_FORBIDDEN, "the API server refuses the credentials (401): " + reason);
      case 403 ->
          new ApiProblem(FindingCode.API_FORBIDDEN, "the API server refuses (403): " + reason);
      default ->
          new ApiProblem(
              FindingCode.API_UNAVAILABLE,
              "the API server answers with an error (%d): %s".formatted(status, reason));
    };
  }

  /** That what was read before is kept goes without saying nowhere else. */
  Finding finding(String subject) {
    return new Finding(code, subject, message + "; what was read before is kept");
  }

  // Nested, because the client wraps an answer in its own exceptions.
  private static Optional<KubernetesClientException> answer(Throwable thrown) {
    Optional<KubernetesClientException> found = Optional.empty();
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof KubernetesClientException exception && exception.getCode() > 0) {
        found = Optional.of(exception);
      }
    }
    return found;
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    String text = message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    return text.lines().findFirst().orElse(text);
  }
}
