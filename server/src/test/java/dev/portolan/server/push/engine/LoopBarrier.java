package dev.portolan.server.push.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Lets a test wait until the push threads have done all that they were given. */
public final class LoopBarrier {
  private LoopBarrier() {}

  /** Everything handed to the loop before this call, and what that led to, is done. */
  public static void settle(PushLoop loop) {
    for (int i = 0; i < 4 * PushLoop.DEFAULT_STRIPES; i++) {
      CompletableFuture.runAsync(() -> {}, loop.pin()).orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  /** Streams that an engine has not forgotten. */
  public static int streams(PushEngine engine) {
    return engine.streams();
  }
}
