package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The floors at the rate of a load, all of them side by side on the machine: what API servers and
 * hub need of it they need on the whole way, too, so a change at that rate cannot be faster. An
 * entry is applied in both clusters, as it is by their agents.
 */
final class LoadedFloors {
  private final Floors floors;
  private final Subject push;
  private final Rate rate;
  private final List<Double> watches = new ArrayList<>();
  private final List<Double> pushes = new ArrayList<>();
  private final List<Double> applies = new ArrayList<>();

  LoadedFloors(Floors floors, Subject push, Rate rate) {
    this.floors = floors;
    this.push = push;
    this.rate = rate;
  }

  /** Measures for a while; may be called again. */
  void measure(int seconds) {
    CompletableFuture<List<Double>> reports =
        CompletableFuture.supplyAsync(() -> publish(seconds), thread());
    CompletableFuture<List<Double>> writes =
        CompletableFuture.supplyAsync(() -> rate.run(seconds, floors::apply), thread());
    CompletableFuture<?> home =
        CompletableFuture.supplyAsync(() -> rate.run(seconds, floors::applyAtHome), thread());
    rate.run(seconds, floors::send);
    watches.addAll(floors.seen());
    applies.addAll(writes.join());
    home.join();
    pushes.addAll(reports.join());
  }

  /** The shared pool may have one thread only. */
  private static Executor thread() {
    return task -> new Thread(task, "floor").start();
  }

  /** One at a time: where one takes longer than its share of a second, there are fewer. */
  private List<Double> publish(int seconds) {
    List<Double> taken = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long due = System.nanoTime(); due < end; due = Math.max(due, System.nanoTime())) {
      Wait.until(due);
      taken.add(push.publish() / 1e6);
      due += TimeUnit.SECONDS.toNanos(1) / rate.perSecond();
    }
    return taken;
  }

  /** One for each, and their sum. */
  List<Row> rows() {
    String at = " at %d / s".formatted(rate.perSecond());
    return List.of(
        row("floor: a slice" + at, watches),
        row("floor: a report" + at, pushes),
        row("floor: an apply" + at, applies),
        Row.of("sum of the floors" + at).with(Probe.MEDIAN, sum()));
  }

  /** Of the medians, in milliseconds. */
  double sum() {
    return median(watches) + median(pushes) + median(applies);
  }

  private static Row row(String name, List<Double> all) {
    return Probe.row(name, median(all), all);
  }

  private static double median(List<Double> all) {
    return Samples.of(all).median();
  }
}
