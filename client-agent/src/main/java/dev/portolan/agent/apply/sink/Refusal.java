package dev.portolan.agent.apply.sink;

import dev.portolan.registry.FindingCode;
import java.time.Duration;

/**
 * Why a write was refused, and what follows: whom else it concerns, and when to try again. The
 * waiting time doubles from the first to the longest.
 */
public enum Refusal {
  /** A schema or rule of the API refuses it: the same content will always be refused. */
  INVALID(FindingCode.OBJECT_INVALID, Scope.OBJECT, 0, 0),
  /** An admission webhook or policy denies it; these change. */
  DENIED(FindingCode.WRITE_DENIED, Scope.OBJECT, 2, 300),
  /** The namespace's quota is used up; only what adds objects is concerned. */
  QUOTA(FindingCode.QUOTA_EXCEEDED, Scope.VERB, 5, 60),
  /** The agent's role does not allow it. */
  FORBIDDEN(FindingCode.WRITE_FORBIDDEN, Scope.VERB, 5, 60),
  /** The API server does not know the agent. */
  UNAUTHENTICATED(FindingCode.WRITE_FORBIDDEN, Scope.SINK, 5, 60),
  /** The cluster does not serve this kind. */
  KIND_MISSING(FindingCode.KIND_MISSING, Scope.KIND, 5, 60),
  /** The namespace is not there, or not yet. */
  NAMESPACE_MISSING(FindingCode.NAMESPACE_CLOSED, Scope.NAMESPACE, 2, 60),
  /** The namespace is being deleted. */
  NAMESPACE_TERMINATING(FindingCode.NAMESPACE_CLOSED, Scope.NAMESPACE, 5, 60),
  /** Asked to slow down. */
  THROTTLED(FindingCode.WRITE_FAILED, Scope.SINK, 1, 60),
  /** Answered with a fault of its own. */
  SERVER_FAULT(FindingCode.WRITE_FAILED, Scope.OBJECT, 1, 60),
  /** Did not answer, or not in time. */
  UNREACHABLE(FindingCode.WRITE_FAILED, Scope.SINK, 1, 30);

  /** What a refusal concerns beside the object itself. */
  public enum Scope {
    OBJECT,
    /** The same kind of step on the same kind of object in the same namespace. */
    VERB,
    KIND,
    NAMESPACE,
    SINK
  }

  private final FindingCode code;
  private final Scope scope;
  private final Duration first;
  private final Duration longest;

  Refusal(FindingCode code, Scope scope, long firstSeconds, long longestSeconds) {
    this.code = code;
    this.scope = scope;
    this.first = Duration.ofSeconds(firstSeconds);
    this.longest = Duration.ofSeconds(longestSeconds);
  }

  public FindingCode code() {
    return code;
  }

  public Scope scope() {
    return scope;
  }

  /** Never tried again with the same content. */
  public boolean permanent() {
    return longest.isZero();
  }

  /**
   * How long to wait before the next attempt.
   *
   * @param failures in a row, at least 1
   */
  public Duration delay(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}
