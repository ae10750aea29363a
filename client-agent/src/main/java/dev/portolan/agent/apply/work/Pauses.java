package dev.portolan.agent.apply.work;

import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whole kinds, namespaces or sinks that refuse: one step at a time tries whether they still do, all
 * others wait. So ten thousand objects of a kind that is not installed cost one request a minute.
 * Confined to one thread.
 */
final class Pauses {
  /** How soon a step looks again that found another one trying. */
  private static final Duration RECHECK = Duration.ofSeconds(1);

  private static final String SINK = "sink";

  private final Map<String, Pause> pauses = new HashMap<>();

  /** How often it has refused in a row, until when it is left alone, whether a step is trying. */
  private record Pause(int failures, Instant until, boolean trying) {
    Pause notTrying() {
      return new Pause(failures, until, false);
    }
  }

  /** When the step may run as far as pauses go; a time that has come when it may. */
  Instant opensAt(Operation operation, Instant now) {
    if (pauses.isEmpty()) {
      return Instant.MIN;
    }
    return concerning(operation)
        .map(key -> pauses.get(key))
        .map(pause -> pause.trying() ? now.plus(RECHECK) : pause.until())
        .max(Instant::compareTo)
        .orElse(Instant.MIN);
  }

  /** The step runs: where a pause is over, it is the one that tries. */
  void begin(Operation operation) {
    concerning(operation)
        .toList()
        .forEach(
            key ->
                pauses.computeIfPresent(
                    key, (k, pause) -> new Pause(pause.failures(), pause.until(), true)));
  }

  /** Takes down what came of a step: it opens whatever it got through. */
  void settled(Operation operation, WriteResult result, Instant now) {
    if (!(result instanceof WriteResult.Refused refused)
        || refused.refusal().scope() == Refusal.Scope.OBJECT) {
      keys(operation).forEach(pauses::remove);
      return;
    }
    String refusing = key(operation, refused.refusal().scope());
    for (String key : keys(operation).toList()) {
      if (key.equals(refusing)) {
        pauses.merge(key, first(refused, now), (before, first) -> again(before, refused, now));
      } else if (key.equals(SINK) && refused.refusal().scope() != Refusal.Scope.SINK) {
        pauses.remove(key); // it has answered
      } else {
        // Nothing was learnt about the others: the next step tries.
        pauses.computeIfPresent(key, (k, pause) -> pause.notTrying());
      }
    }
  }

  private static Pause first(WriteResult.Refused refused, Instant now) {
    return new Pause(1, now.plus(delay(refused, 1)), false);
  }

  private static Pause again(Pause before, WriteResult.Refused refused, Instant now) {
    if (!before.trying()) {
      return before; // it was under way when the pause began
    }
    int failures = before.failures() + 1;
    return new Pause(failures, now.plus(delay(refused, failures)), false);
  }

  private static Duration delay(WriteResult.Refused refused, int failures) {
    Duration delay = refused.refusal().delay(failures);
    return refused.retryAfter().filter(asked -> asked.compareTo(delay) > 0).orElse(delay);
  }

  private Stream<String> concerning(Operation operation) {
    return keys(operation).filter(pauses::containsKey);
  }

  private static Stream<String> keys(Operation operation) {
    return Stream.of(
            Refusal.Scope.SINK, Refusal.Scope.KIND, Refusal.Scope.NAMESPACE, Refusal.Scope.VERB)
        .map(scope -> key(operation, scope));
  }

  private static String key(Operation operation, Refusal.Scope scope) {
    String kind = operation.ref().kind();
    String namespace = operation.ref().namespace();
    return switch (scope) {
      case SINK -> SINK;
      case KIND -> "kind/" + kind;
      case NAMESPACE -> "namespace/" + namespace;
      case VERB -> String.join("/", List.of(operation.verb(), kind, namespace));
      case OBJECT -> operation.ref().toString();
    };
  }
}
