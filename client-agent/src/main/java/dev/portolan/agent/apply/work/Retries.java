package dev.portolan.agent.apply.work;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What went wrong with single objects, and when each may be tried again. An object that is to be
 * written with other content begins anew. Confined to one thread.
 */
final class Retries {
  /** Times that an object may change under our hands before it is waited for. */
  private static final int FREE_MOVES = 3;

  private final Map<ObjectRef, Failure> failures = new TreeMap<>();
  private final Map<ObjectRef, Integer> moves = new TreeMap<>();

  /** The last refusal, and how many there were in a row with this content. */
  private record Failure(String content, int count, Instant due, Refusal refusal, Finding finding) {
    boolean concerns(Operation operation) {
      return content.equals(what(operation));
    }
  }

  /** When the step may run; {@link Instant#MAX} when never. */
  Instant due(Operation operation) {
    Failure failure = failures.get(operation.ref());
    return failure == null || !failure.concerns(operation) ? Instant.MIN : failure.due();
  }

  /** Takes down what came of a step, and says when the next attempt may be. */
  Instant settled(Operation operation, WriteResult result, Instant now) {
    if (result instanceof WriteResult.Refused refused) {
      moves.remove(operation.ref());
      return refused(operation, refused, now);
    }
    failures.remove(operation.ref());
    if (!(result instanceof WriteResult.Moved)) {
      moves.remove(operation.ref());
      return now;
    }
    int times = moves.merge(operation.ref(), 1, Integer::sum);
    return times <= FREE_MOVES ? now : moved(operation, times - FREE_MOVES, now);
  }

  /** The object needs nothing any more. */
  void forget(ObjectRef ref) {
    failures.remove(ref);
    moves.remove(ref);
  }

  List<Finding> findings() {
    return failures.values().stream().map(Failure::finding).toList();
  }

  int refused() {
    return failures.size();
  }

  private Instant refused(Operation operation, WriteResult.Refused refused, Instant now) {
    Refusal refusal = refused.refusal();
    Failure before = failures.get(operation.ref());
    int count = before != null && before.concerns(operation) ? before.count() + 1 : 1;
    Instant due =
        refusal.permanent()
            ? Instant.MAX
            // Scopes wait as a whole; their objects must not wait on top of that.
            : refusal.scope() == Refusal.Scope.OBJECT
                ? now.plus(longer(refusal.delay(count), refused))
                : now;
    note(operation, count, due, refusal, refused.reason());
    return due;
  }

  private Instant moved(Operation operation, int count, Instant now) {
    Instant due = now.plus(Refusal.SERVER_FAULT.delay(count));
    String reason = "it changes again and again while it is written";
    note(operation, count, due, Refusal.SERVER_FAULT, reason);
    return due;
  }

  private void note(Operation operation, int count, Instant due, Refusal refusal, String reason) {
    FindingCode code = refusal.code();
    String message = "%s refused: %s; %s".formatted(operation.verb(), reason, prospect(refusal));
    failures.put(
        operation.ref(),
        new Failure(
            what(operation),
            count,
            due,
            refusal,
            new Finding(code, operation.ref().toString(), message)));
  }

  private static String prospect(Refusal refusal) {
    return switch (refusal.scope()) {
      case OBJECT ->
          refusal.permanent() ? "it is not tried again until it changes" : "it is tried again";
      case VERB -> "others like it in this namespace wait; tried again within a minute";
      case KIND -> "everything of this kind waits; tried again within a minute";
      case NAMESPACE -> "everything in this namespace waits; tried again within a minute";
      case SINK -> "everything waits; tried again within a minute";
    };
  }

  private static Duration longer(Duration delay, WriteResult.Refused refused) {
    return refused.retryAfter().filter(asked -> asked.compareTo(delay) > 0).orElse(delay);
  }

  private static String what(Operation operation) {
    return operation.rank() == 2 ? operation.verb() : operation.fingerprint();
  }
}
