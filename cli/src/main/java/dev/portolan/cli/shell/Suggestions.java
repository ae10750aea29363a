package dev.portolan.cli.shell;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant. */
public final class Suggestions {
  private static final int MOST = 3;

  private Suggestions() {}

  /**
   * The candidates that are at most a third of {@code word} away from it by edits, or begin with
   * it; nearest first, at most three.
   */
  public static List<String> near(String word, Collection<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, wanted.length() / 3);
    return candidates.stream()
        .distinct()
        .filter(candidate -> rank(wanted, candidate) <= limit)
        .sorted(
            Comparator.comparingInt((String candidate) -> rank(wanted, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  private static int rank(String wanted, String candidate) {
    String other = candidate.toLowerCase(Locale.ROOT);
    boolean begins = wanted.length() >= 3 && other.startsWith(wanted);
    return begins ? 1 : distance(wanted, other);
  }

  /** Levenshtein's distance, in one row. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
