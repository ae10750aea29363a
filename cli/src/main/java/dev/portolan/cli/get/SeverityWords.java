package dev.portolan.cli.get;

import dev.portolan.v1.Severity;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads and lists severities as people write them. */
final class SeverityWords implements ITypeConverter<Severity>, Iterable<String> {
  private static final List<Severity> ALL =
      List.of(Severity.SEVERITY_INFO, Severity.SEVERITY_WARNING, Severity.SEVERITY_ERROR);

  @Override
  public Severity convert(String word) {
    return ALL.stream()
        .filter(severity -> word(severity).equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is none of %s"
                        .formatted(word, ALL.stream().map(SeverityWords::word).toList())));
  }

  private static String word(Severity severity) {
    return Cells.word(severity, "SEVERITY_");
  }

  @Override
  public Iterator<String> iterator() {
    return ALL.stream().map(SeverityWords::word).iterator();
  }
}
