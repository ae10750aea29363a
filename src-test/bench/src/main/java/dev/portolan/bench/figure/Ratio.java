package dev.portolan.bench.figure;

/**
 * A figure with its goal, most often ours divided by another's of the same run.
 *
 * @param name what is divided by what
 * @param unit of a figure that is no ratio, such as {@code MB}; else empty
 */
public record Ratio(String name, double value, Sense sense, double goal, String unit) {
  /** Which side of the goal is good. */
  public enum Sense {
    AT_MOST("≤"),
    AT_LEAST("≥");

    private final String sign;

    Sense(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  public static Ratio atMost(String name, double value, double goal) {
    return new Ratio(name, value, Sense.AT_MOST, goal, "");
  }

  public static Ratio atLeast(String name, double value, double goal) {
    return new Ratio(name, value, Sense.AT_LEAST, goal, "");
  }

  /** A figure that is no ratio. */
  public static Ratio atMost(String name, double value, double goal, String unit) {
    return new Ratio(name, value, Sense.AT_MOST, goal, unit);
  }

  /** A value that is not a number meets no goal. */
  public boolean met() {
    return sense == Sense.AT_MOST ? value <= goal : value >= goal;
  }
}
