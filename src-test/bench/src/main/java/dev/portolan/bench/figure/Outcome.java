package dev.portolan.bench.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * What one benchmark found.
 *
 * @param id {@code B1} and so on
 * @param conditions under which, one sentence each
 * @param floorSpread how far the floor's rounds were apart ({@link Samples#spread}); 0 where no
 *     floor is part of it
 * @param plots to be drawn
 * @param notes what a reader must know to judge the figures, such as a row that is missing and why
 */
public record Outcome(
    String id,
    String title,
    List<String> conditions,
    List<Row> rows,
    List<Ratio> ratios,
    double floorSpread,
    List<Plot> plots,
    List<String> notes) {
  /** A floor that varies more says that something else was measured as well. */
  public static final double MAX_FLOOR_SPREAD = 0.30;

  public Outcome {
    conditions = List.copyOf(conditions);
    rows = List.copyOf(rows);
    ratios = List.copyOf(ratios);
    plots = List.copyOf(plots);
    notes = List.copyOf(notes);
  }

  /** Of a benchmark that cannot be run here. */
  public static Outcome leftOut(String id, String title, String why) {
    return new Outcome(
        id, title, List.of(), List.of(), List.of(), 0, List.of(), List.of("Left out: " + why));
  }

  /** With one more note. */
  Outcome noting(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Outcome(id, title, conditions, rows, ratios, floorSpread, plots, more);
  }

  /** The machine was not quiet enough for ratios to mean anything. */
  public boolean rejected() {
    return floorSpread > MAX_FLOOR_SPREAD;
  }
}
