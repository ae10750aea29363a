package dev.portolan.rules;

import dev.portolan.rules.YamlMapping.Located;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times in rules' documents, such as {@code 250ms}, {@code 90s}, {@code 10m} or {@code 2h}. Pure.
 */
final class YamlTimes {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,7})(ms|s|m|h)");

  private YamlTimes() {}

  /**
   * A time that may be left out; what is wrong with it is a problem.
   *
   * @param path of the field, for the problem
   * @param allowed whether a time can stand there
   * @param expected in words
   */
  static Optional<Duration> optional(
      YamlMapping mapping,
      String field,
      String path,
      Predicate<Duration> allowed,
      String expected) {
    Optional<Located> text = mapping.optionalText(field);
    Optional<Duration> time = text.flatMap(found -> parse(found.text())).filter(allowed);
    if (text.isPresent() && time.isEmpty()) {
      mapping.problem(
          text.get().node(),
          "%s is '%s'; %s is expected".formatted(path, text.get().text(), expected));
    }
    return time;
  }

  private static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        });
  }

  /** As it is written, in the largest unit that says it whole. */
  static String text(Duration time) {
    long millis = time.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
