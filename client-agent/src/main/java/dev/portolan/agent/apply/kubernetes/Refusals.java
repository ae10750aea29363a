package dev.portolan.agent.apply.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.WriteResult;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * What class of refusal an answer is. The API server has one code for several classes, so where the
 * code does not tell, its words do. Pure.
 */
final class Refusals {
  private Refusals() {}

  static WriteResult.Refused of(Answer answer) {
    return new WriteResult.Refused(refusal(answer), answer.message(), answer.retryAfter());
  }

  /** No answer came. */
  static WriteResult.Refused of(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String reason = cause instanceof TimeoutException ? "no answer in time" : "no answer: " + cause;
    return new WriteResult.Refused(Refusal.UNREACHABLE, reason, Optional.empty());
  }

  private static Refusal refusal(Answer answer) {
    String message = answer.message();
    return switch (answer.code()) {
      case 401 -> Refusal.UNAUTHENTICATED;
      case 403 -> forbidden(answer.body(), message);
      case 404 ->
          answer.body().path("details").path("kind").asText().equals("namespaces")
              ? Refusal.NAMESPACE_MISSING
              : Refusal.KIND_MISSING;
      case 429 -> Refusal.THROTTLED;
      case 503 -> Refusal.UNREACHABLE;
      case 500 -> permanentFault(message) ? Refusal.INVALID : Refusal.SERVER_FAULT;
      case 408, 409, 502, 504 -> Refusal.SERVER_FAULT;
      default ->
          answer.code() >= 500
              ? Refusal.SERVER_FAULT
              : deniedByAdmission(message) ? Refusal.DENIED : Refusal.INVALID;
    };
  }

  private static Refusal forbidden(JsonNode status, String message) {
    for (JsonNode cause : status.path("details").path("causes")) {
      if (cause.path("reason").asText().equals("NamespaceTerminating")) {
        return Refusal.NAMESPACE_TERMINATING;
      }
    }
    if (message.contains("exceeded quota")) {
      return Refusal.QUOTA;
    }
    // As the RBAC authorizer says it: User "x" cannot create resource "y" in API group "z".
    return message.contains("cannot ") && message.contains(" resource ")
        ? Refusal.FORBIDDEN
        : Refusal.DENIED;
  }

  /** Webhooks and policies choose their code themselves. */
  private static boolean deniedByAdmission(String message) {
    return message.contains("admission webhook ") || message.contains("ValidatingAdmissionPolicy ");
  }

  /** Faults that only different content mends. */
  private static boolean permanentFault(String message) {
    return message.contains("field not declared in schema")
        || message.contains("request is too large");
  }
}
