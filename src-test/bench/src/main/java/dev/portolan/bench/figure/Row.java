package dev.portolan.bench.figure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one thing.
 *
 * @param figures by name with its unit, such as {@code p50 ms}; the order is that of the columns
 */
public record Row(String name, Map<String, Double> figures) {
  public Row {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  public static Row of(String name) {
    return new Row(name, Map.of());
  }

  /** With one more column. */
  public Row with(String figure, double value) {
    Map<String, Double> more = new LinkedHashMap<>(figures);
    more.put(figure, value);
    return new Row(name, more);
  }

  /**
   * One figure.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double get(String figure) {
    Double value = figures.get(figure);
    if (value == null) {
      throw new IllegalArgumentException(name + " has no '" + figure + "'");
    }
    return value;
  }
}
