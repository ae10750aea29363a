package dev.portolan.cli.get;

import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Pause;
import java.time.Duration;
import java.util.function.Supplier;

/** Follows what the hub has no watch for, by reading all of it every second. */
final class Polling {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private Polling() {}

  static <T> void follow(Supplier<Listed<T>> list, WatchSink<T> sink, Pause pause)
      throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      Listed<T> now = list.get();
      sink.restarted();
      now.items().forEach(item -> sink.upserted(item, now.revision()));
      sink.bookmark(now.revision());
      pause.pause(INTERVAL);
    }
  }
}
