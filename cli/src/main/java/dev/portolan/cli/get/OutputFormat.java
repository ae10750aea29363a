package dev.portolan.cli.get;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code -o} may say, in lower case. */
enum OutputFormat {
  TABLE,
  WIDE,
  JSON,
  YAML,
  NAME;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads and lists the formats as people write them. */
  static final class Words implements ITypeConverter<OutputFormat>, Iterable<String> {
    @Override
    public OutputFormat convert(String word) {
      return Arrays.stream(values())
          .filter(format -> format.toString().equals(word.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + word + "' is none of " + Arrays.toString(values())));
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(OutputFormat::toString).iterator();
    }
  }
}
