package dev.portolan.cli.shell;

import java.util.ArrayList;
import java.util.List;

/** Breaks a sentence into lines. */
public final class Paragraph {
  private Paragraph() {}

  /**
   * The text as {@link PlainText}, broken at blanks into lines of at most {@code width} characters;
   * a word longer than that stays whole on a line of its own. Never empty.
   */
  public static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : PlainText.of(text).strip().split(" +", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return List.copyOf(lines);
  }
}
