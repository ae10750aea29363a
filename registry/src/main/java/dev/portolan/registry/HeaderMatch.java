package dev.portolan.registry;

import java.util.Locale;
import java.util.Optional;

/**
 * What is asked of one header of a request.
 *
 * @param value of the header, or its beginning; empty for {@link By#PRESENT}
 */
public record HeaderMatch(By by, String value) {
  public static final int MAX_VALUE = HeaderChanges.MAX_VALUE;

  /** Any value will do. */
  public static final HeaderMatch ANY = new HeaderMatch(By.PRESENT, "");

  public HeaderMatch {
    if (by == By.PRESENT) {
      if (!value.isEmpty()) {
        throw new IllegalArgumentException("a header that is to be present, with a value");
      }
    } else {
      Names.require("header value", value, valueProblem(value));
    }
  }

  /** Printable ASCII, 1 to {@value #MAX_VALUE} characters. */
  public static Optional<String> valueProblem(String value) {
    return !value.isEmpty()
            && value.length() <= MAX_VALUE
            && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)
        ? Optional.empty()
        : Optional.of(
            "is no header value: 1 to %d printable ASCII characters".formatted(MAX_VALUE));
  }

  @Override
  public String toString() {
    return switch (by) {
      case EXACT -> "=" + value;
      case PREFIX -> "=" + value + "*";
      case PRESENT -> "";
    };
  }

  /** How a header is compared. */
  public enum By {
    EXACT,
    /** The value begins so. */
    PREFIX,
    /** It is there, whatever its value. */
    PRESENT;

    /** As in a document: {@code prefix}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
