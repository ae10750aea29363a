package dev.portolan.bench.suite;

import dev.portolan.bench.cluster.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Does something to some objects, one after the other, so often a second, whether or not the ones
 * before are done; but to each object in order.
 *
 * @param objects to which it is done in turn
 */
record Rate(int perSecond, int objects) {

  /**
   * Begins each in time, and waits until all are done.
   *
   * @param each done to an object
   * @return what came of each, in order
   */
  <T> List<T> run(int seconds, IntFunction<CompletableFuture<T>> each) {
    List<CompletableFuture<?>> last = new ArrayList<>();
    for (int object = 0; object < objects; object++) {
      last.add(CompletableFuture.completedFuture(null));
    }
    List<CompletableFuture<T>> done = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < seconds * perSecond; i++) {
      Wait.until(begin + TimeUnit.SECONDS.toNanos(i) / perSecond);
      int object = i % objects;
      CompletableFuture<T> next = last.get(object).thenCompose(before -> each.apply(object));
      last.set(object, next);
      done.add(next);
    }
    return done.stream().map(Api::join).toList();
  }
}
