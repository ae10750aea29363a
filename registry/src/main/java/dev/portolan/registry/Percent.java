package dev.portolan.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the requests.
 *
 * @param hundredths of a percent, 1 to {@value #ALL}
 */
public record Percent(int hundredths) {
  private static final int ALL = 10_000;
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,3})(?:\\.([0-9]{1,2}))?");

  /** All of them. */
  public static final Percent HUNDRED = new Percent(ALL);

  public Percent {
    if (hundredths < 1 || hundredths > ALL) {
      throw new IllegalArgumentException(
          "%d hundredths of a percent; 1 to %d are allowed".formatted(hundredths, ALL));
    }
  }

  /** The part, if there is one of that size. */
  public static Optional<Percent> ofHundredths(long hundredths) {
    return hundredths >= 1 && hundredths <= ALL
        ? Optional.of(new Percent((int) hundredths))
        : Optional.empty();
  }

  /** Reads what {@link #toString} writes, such as {@code 10} or {@code 0.25}. */
  public static Optional<Percent> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String fraction = matcher.group(2) == null ? "00" : (matcher.group(2) + "0").substring(0, 2);
    return ofHundredths(Integer.parseInt(matcher.group(1)) * 100L + Integer.parseInt(fraction));
  }

  /** From 0.01 to 100. */
  public double value() {
    return hundredths / 100.0;
  }

  @Override
  public String toString() {
    int fraction = hundredths % 100;
    String whole = Integer.toString(hundredths / 100);
    if (fraction == 0) {
      return whole;
    }
    return fraction % 10 == 0 ? whole + "." + fraction / 10 : "%s.%02d".formatted(whole, fraction);
  }
}
