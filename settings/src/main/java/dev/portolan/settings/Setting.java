package dev.portolan.settings;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be configured. Compared by identity: declare it once, as a constant.
 *
 * @param <T> of the value
 */
public final class Setting<T> {
  private static final Pattern KEY = Pattern.compile("[a-z][-a-z0-9]*(\\.[a-z][-a-z0-9]*)*");

  private final String key;
  private final ValueType<T> type;
  private final String defaultText;
  private final @Nullable T fallback;
  private final String doc;

  private Setting(
      String key, ValueType<T> type, String defaultText, @Nullable T fallback, String doc) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("setting key '" + key + "'");
    }
    this.key = key;
    this.type = type;
    this.defaultText = defaultText;
    this.fallback = fallback;
    this.doc = doc;
  }

  /**
   * A setting with a default.
   *
   * @param key lower-case words with '-', sections joined by '.', for example {@code
   *     push.keep-alive}
   * @param defaultText as a person would write it
   * @param doc for help: what it does, in sentences
   * @throws IllegalArgumentException if the default is not of the type
   */
  public static <T> Setting<T> of(String key, ValueType<T> type, String defaultText, String doc) {
    T fallback =
        type.parse(defaultText)
            .orElseThrow(
                () -> new IllegalArgumentException(key + " has default '" + defaultText + "'"));
    return new Setting<>(key, type, defaultText, fallback, doc);
  }

  /** A setting that must be given. */
  public static <T> Setting<T> required(String key, ValueType<T> type, String doc) {
    return new Setting<>(key, type, "", null, doc);
  }

  /** A setting that may be left out. */
  public static <T> Setting<Optional<T>> optional(String key, ValueType<T> type, String doc) {
    return new Setting<>(key, type.map(Optional::of), "", Optional.empty(), doc);
  }

  public String key() {
    return key;
  }

  String doc() {
    return doc;
  }

  ValueType<T> type() {
    return type;
  }

  /** Empty when there is none, or when the default is the empty text. */
  String defaultText() {
    return defaultText;
  }

  boolean isRequired() {
    return fallback == null;
  }

  Optional<T> fallback() {
    return Optional.ofNullable(fallback);
  }

  @Override
  public String toString() {
    return key;
  }
}
