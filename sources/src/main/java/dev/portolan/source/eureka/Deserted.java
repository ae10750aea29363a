package dev.portolan.source.eureka;

import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.loop.SourceLoop.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Applications without instances, which are still offered for a grace. Confined to the source's
 * loop.
 */
final class Deserted {
  private final SourceLoop loop;
  private final Duration grace;
  private final Consumer<String> over;
  private final Map<String, Timer> ends = new HashMap<>();

  /**
   * @param over told of an application whose grace is over
   */
  Deserted(SourceLoop loop, Duration grace, Consumer<String> over) {
    this.loop = loop;
    this.grace = grace;
    this.over = over;
  }

  /** It has no instance any more. */
  void add(String app) {
    ends.computeIfAbsent(
        app,
        absent ->
            loop.after(
                grace,
                () -> {
                  ends.remove(app);
                  over.accept(app);
                }));
  }

  /** It has one. */
  void spare(String app) {
    Timer end = ends.remove(app);
    if (end != null) {
      end.cancel();
    }
  }
}
