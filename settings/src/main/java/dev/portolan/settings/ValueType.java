package dev.portolan.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What text a setting takes and what it means.
 *
 * @param <T> of the value
 */
public final class ValueType<T> {
  private final String placeholder;
  private final String expected;
  private final Shape shape;
  private final Function<String, Optional<T>> rule;

  private ValueType(
      String placeholder, String expected, Shape shape, Function<String, Optional<T>> rule) {
    this.placeholder = placeholder;
    this.expected = expected;
    this.shape = shape;
    this.rule = rule;
  }

  /**
   * A type of a program's own.
   *
   * @param placeholder for help, upper case, for example {@code SIZE}
   * @param expected for messages, after "is not", for example {@code a size such as 256KiB}
   * @param rule the value, or nothing when the text is none
   */
  public static <T> ValueType<T> of(
      String placeholder, String expected, Function<String, Optional<T>> rule) {
    return new ValueType<>(placeholder, expected, Shape.SINGLE, rule);
  }

  /** Any text, the empty one included. */
  public static ValueType<String> text() {
    return of("TEXT", "text", Optional::of);
  }

  /** A decimal integer, bounds included. */
  public static ValueType<Integer> integer(int min, int max) {
    return of(
        "INTEGER",
        "an integer from %d to %d".formatted(min, max),
        text -> Numbers.integer(text, min, max).map(Math::toIntExact));
  }

  /** {@code true} or {@code false}; as a flag without a value, {@code true}. */
  public static ValueType<Boolean> bool() {
    return new ValueType<>(
        "BOOLEAN",
        "true or false",
        Shape.SWITCH,
        text ->
            text.equals("true") || text.equals("false")
                ? Optional.of(text.equals("true"))
                : Optional.empty());
  }

  /** A duration with units, such as {@code 500ms}, {@code 10s}, {@code 1m30s}; bounds included. */
  public static ValueType<Duration> duration(Duration min, Duration max) {
    return of(
        "DURATION",
        "a duration such as 500ms, 10s or 1m30s, from %s to %s"
            .formatted(Numbers.print(min), Numbers.print(max)),
        text ->
            Numbers.duration(text)
                .filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0));
  }

  /** Where to connect to: host and port, 1 to 65535. */
  public static ValueType<HostPort> target() {
    return of(
        "HOST:PORT",
        "host:port, such as 127.0.0.1:15010, with a port from 1 to 65535",
        text -> HostPort.parse(text, 1));
  }

  /** Where to listen: host and port; port 0 takes any free one. */
  public static ValueType<HostPort> listen() {
    return of(
        "HOST:PORT",
        "host:port, such as 127.0.0.1:15010, with a port from 0 to 65535",
        text -> HostPort.parse(text, 0));
  }

  /** A file or directory; relative ones start at the working directory. Not looked at. */
  public static ValueType<Path> path() {
    return of("PATH", "a path", ValueType::toPath);
  }

  /** A constant of an enum, written in lower case with '-' for '_'. */
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    return of(
        type.getSimpleName().toUpperCase(Locale.ROOT),
        constants.stream().map(ValueType::spelled).collect(Collectors.joining(", ", "one of ", "")),
        text -> constants.stream().filter(each -> spelled(each).equals(text)).findFirst());
  }

  /** Several values: separated by commas, or a sequence in the file. Empty text is none. */
  public static <T> ValueType<List<T>> listOf(ValueType<T> element) {
    return new ValueType<>(
        element.placeholder + ",...",
        "a list, separated by commas, each of it " + element.expected,
        Shape.LIST,
        text -> elements(text, element));
  }

  <U> ValueType<U> map(Function<T, U> function) {
    return new ValueType<>(placeholder, expected, shape, text -> rule.apply(text).map(function));
  }

  Optional<T> parse(String text) {
    return rule.apply(text);
  }

  String placeholder() {
    return placeholder;
  }

  String expected() {
    return expected;
  }

  boolean isSwitch() {
    return shape == Shape.SWITCH;
  }

  boolean isList() {
    return shape == Shape.LIST;
  }

  private static <T> Optional<List<T>> elements(String text, ValueType<T> element) {
    List<T> values = new ArrayList<>();
    if (!text.isBlank()) {
      for (String part : text.split(",", -1)) {
        Optional<T> value = element.parse(part.strip());
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.add(value.get());
      }
    }
    return Optional.of(List.copyOf(values));
  }

  private static Optional<Path> toPath(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private enum Shape {
    SINGLE,
    SWITCH,
    LIST
  }
}
