package dev.portolan.settings;

import java.util.List;
import java.util.stream.Collectors;

/** What came of reading a program's configuration. */
public sealed interface Binding {
  /** All settings have values. */
  record Bound(Values values) implements Binding {}

  /**
   * Nothing to run: the text is what the user asked for ({@code --help}, {@code --print-config}).
   */
  record Answered(String text) implements Binding {}

  /** At least one problem; all that were found. */
  record Refused(List<Problem> problems) implements Binding {
    public Refused {
      problems = List.copyOf(problems);
    }

    /** One problem per line, for standard error. */
    public String text() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
  }
}
