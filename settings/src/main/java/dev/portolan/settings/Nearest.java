package dev.portolan.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person probably meant. */
public final class Nearest {
  private Nearest() {}

  /** {@code "; did you mean 'x'?"}, or nothing when no known name is near. */
  public static String hint(String unknown, Collection<String> known) {
    return find(unknown, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  static Optional<String> find(String unknown, Collection<String> known) {
    String text = unknown.toLowerCase(Locale.ROOT).replace('_', '-');
    int limit = Math.max(1, text.length() / 3);
    Optional<String> near =
        known.stream()
            .filter(name -> distance(text, folded(name)) <= limit)
            .min(
                Comparator.comparingInt((String name) -> distance(text, folded(name)))
                    .thenComparing(Comparator.naturalOrder()));
    // The right name in the wrong section.
    return near.or(
        () -> known.stream().filter(name -> last(folded(name)).equals(last(text))).findFirst());
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Edits (insert, delete, replace, swap of neighbours) from one text to the other. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
