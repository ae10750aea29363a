package dev.portolan.bench.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an API server was asked to write of Istio's kinds, by its own count.
 *
 * @param entries server-side applies of ServiceEntries that it carried out
 * @param rules the same of DestinationRules
 * @param others creations, deletions and what was refused, of both
 */
public record Writes(long entries, long rules, long others) {
  private static final Pattern COUNT =
      Pattern.compile("(?m)^apiserver_request_total\\{(.*)} ([0-9.e+]+)$");

  /** Until now. */
  public static Writes of(Api api) {
    return in(api.get("/metrics"));
  }

  static Writes in(String metrics) {
    Matcher line = COUNT.matcher(metrics);
    Writes sum = new Writes(0, 0, 0);
    while (line.find()) {
      sum = sum.plus(line.group(1), Math.round(Double.parseDouble(line.group(2))));
    }
    return sum;
  }

  private Writes plus(String labels, long count) {
    boolean entry = labels.contains("resource=\"serviceentries\"");
    boolean rule = labels.contains("resource=\"destinationrules\"");
    if (!(entry || rule) || labels.matches(".*verb=\"(GET|LIST|WATCH)\".*")) {
      return this;
    }
    if (!labels.contains("verb=\"APPLY\"") || !labels.contains("code=\"200\"")) {
      return new Writes(entries, rules, others + count);
    }
    return entry
        ? new Writes(entries + count, rules, others)
        : new Writes(entries, rules + count, others);
  }

  /** What came since. */
  public Writes since(Writes before) {
    return new Writes(entries - before.entries, rules - before.rules, others - before.others);
  }
}
