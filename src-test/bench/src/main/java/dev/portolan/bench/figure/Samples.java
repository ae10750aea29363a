package dev.portolan.bench.figure;

import java.util.Arrays;
import java.util.Collection;

/** Measurements of one quantity. Immutable; sorted. */
public final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Some measurements, in any order.
   *
   * @throws IllegalArgumentException if there are none, or one is not a number
   */
  public static Samples of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0 || Arrays.stream(sorted).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("no figure can be made of " + values);
    }
    return new Samples(sorted);
  }

  public int size() {
    return sorted.length;
  }

  /** The middle one; of an even number the mean of the middle two. */
  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The smallest value that at least this part of all is not above.
   *
   * @param part above 0, at most 1; 0.99 of 100 values is the second largest
   */
  public double percentile(double part) {
    if (!(part > 0 && part <= 1)) {
      throw new IllegalArgumentException("a percentile of " + part);
    }
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  public double min() {
    return sorted[0];
  }

  public double max() {
    return sorted[sorted.length - 1];
  }

  /**
   * How far apart they are: (largest − smallest) / median. Of five or more the largest and the
   * smallest are left out, since one stray round of a shared machine says nothing about the others.
   */
  public double spread() {
    int cut = sorted.length >= 5 ? 1 : 0;
    return (sorted[sorted.length - 1 - cut] - sorted[cut]) / median();
  }
}
