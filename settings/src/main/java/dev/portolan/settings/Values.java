package dev.portolan.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The value of every setting of a program and where it came from. Immutable. */
public final class Values {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/.][-A-Za-z0-9_./:]*");

  private final Map<Setting<?>, Value> values;

  Values(Map<Setting<?>, Value> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /**
   * The value of a setting.
   *
   * @throws IllegalStateException if the program does not declare it
   */
  @SuppressWarnings("unchecked") // a value was made by the type of its own setting
  public <T> T get(Setting<T> setting) {
    return (T) value(setting).value();
  }

  /** Where the value came from, for example {@code flag --listen} or {@code default}. */
  public String origin(Setting<?> setting) {
    return value(setting).origin();
  }

  /** A problem that the program itself has with a value; names its key and origin. */
  public Problem problem(Setting<?> setting, String description) {
    return new Problem(origin(setting), setting.key() + " " + description);
  }

  /**
   * All settings as a file that would give the same values, each with its origin as a comment;
   * optional settings without a value are comments.
   */
  public String effective() {
    StringBuilder text = new StringBuilder();
    int width = values.entrySet().stream().mapToInt(entry -> line(entry).length()).max().orElse(0);
    values.entrySet().stream()
        .map(
            entry ->
                "%%-%ds  # %%s%%n"
                    .formatted(width)
                    .formatted(line(entry), entry.getValue().origin()))
        .forEach(text::append);
    return text.toString();
  }

  private static String line(Map.Entry<Setting<?>, Value> entry) {
    String text = entry.getValue().text();
    boolean unset = text.isEmpty() && entry.getValue().origin().equals(Program.NOT_SET);
    return (unset ? "# " : "") + entry.getKey().key() + ":" + (unset ? "" : " " + quoted(text));
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
  }

  private Value value(Setting<?> setting) {
    Value value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException("the program does not declare " + setting);
    }
    return value;
  }

  /** One setting's value, the text that gave it, and where that stood. */
  record Value(Object value, String text, String origin) {}
}
