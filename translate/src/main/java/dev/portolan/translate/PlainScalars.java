package dev.portolan.translate;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which strings may stand without quotes: only those that every YAML version reads as strings.
 * {@code 1}, {@code on}, {@code 12:30} and {@code 1e3} are none of them to some reader.
 */
final class PlainScalars extends StringQuotingChecker {
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z][-A-Za-z0-9._/]*(://[-A-Za-z0-9._/]+)?");
  private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]+m?s");
  private static final Set<String> NOT_STRINGS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

  @Override
  public boolean needToQuoteName(String name) {
    return needToQuoteValue(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    boolean plain =
        (WORD.matcher(value).matches() && !NOT_STRINGS.contains(value.toLowerCase(Locale.ROOT)))
            || IPV4.matcher(value).matches()
            || SECONDS.matcher(value).matches();
    return !plain;
  }
}
