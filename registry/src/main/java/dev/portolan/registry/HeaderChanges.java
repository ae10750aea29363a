package dev.portolan.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What is done to the headers of a message.
 *
 * @param set overwritten, by name
 * @param add added to what is there, by name
 * @param remove taken away
 */
public record HeaderChanges(
    SortedMap<String, String> set, SortedMap<String, String> add, SortedSet<String> remove) {
  public static final int MAX_NAMES = 64;
  public static final int MAX_NAME = 128;
  public static final int MAX_VALUE = 1024;

  /** Nothing. */
  public static final HeaderChanges NONE =
      new HeaderChanges(Sorted.map(Map.of()), Sorted.map(Map.of()), Sorted.set(List.of()));

  public HeaderChanges {
    set = Sorted.map(set);
    add = Sorted.map(add);
    remove = Sorted.set(remove);
    if (set.size() > MAX_NAMES || add.size() > MAX_NAMES || remove.size() > MAX_NAMES) {
      throw new IllegalArgumentException("more than " + MAX_NAMES + " headers");
    }
    remove.forEach(name -> Names.require("header", name, nameProblem(name)));
    set.forEach(HeaderChanges::require);
    add.forEach(HeaderChanges::require);
  }

  private static void require(String name, String value) {
    Names.require("header", name, nameProblem(name));
    Names.require("header " + name, value, valueProblem(value));
  }

  public boolean isEmpty() {
    return set.isEmpty() && add.isEmpty() && remove.isEmpty();
  }

  /** A token of RFC 9110 in lower case. What Envoy keeps for itself cannot be changed. */
  public static Optional<String> nameProblem(String name) {
    boolean token =
        !name.isEmpty()
            && name.length() <= MAX_NAME
            && name.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z') || Names.isDigit((char) c) || "-_.".indexOf(c) >= 0);
    if (!token) {
      return Optional.of(
          "'%s' is no header name: 1 to %d of a-z, 0-9, '-', '_' and '.'"
              .formatted(Names.printable(name), MAX_NAME));
    }
    return name.equals("host") || name.startsWith("x-envoy-")
        ? Optional.of("'%s' belongs to the proxy and cannot be changed".formatted(name))
        : Optional.empty();
  }

  /**
   * Printable ASCII. A percent sign begins a command of Envoy's, which refuses a whole
   * configuration for one that it does not know; {@code %%} stands for the sign itself.
   */
  public static Optional<String> valueProblem(String value) {
    if (value.length() > MAX_VALUE || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      return Optional.of(
          "is no header value: at most %d printable ASCII characters".formatted(MAX_VALUE));
    }
    return value.replace("%%", "").indexOf('%') >= 0
        ? Optional.of("has a single '%', which the proxy would read as a command; write %%")
        : Optional.empty();
  }
}
