package dev.portolan.source.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule for a text, such as {@code {meta.namespace}|{datacenter}-apps|legacy}: alternatives, of
 * which the first counts whose every variable the instance has. Variables are {@code service},
 * {@code port}, {@code datacenter}, {@code meta.KEY} (metadata), {@code node.KEY} (metadata of the
 * node) and {@code tag.KEY} (the rest of a tag {@code KEY=rest}). An empty rule yields nothing.
 */
public final class Template {
  private static final Pattern VARIABLE =
      Pattern.compile("\\{(service|port|datacenter|(?:meta|node|tag)\\.[^{}|]+)}");

  private final String text;
  private final List<String> alternatives;

  private Template(String text, List<String> alternatives) {
    this.text = text;
    this.alternatives = List.copyOf(alternatives);
  }

  /** The rule that a text spells, or nothing when it spells none. */
  public static Optional<Template> parse(String text) {
    List<String> alternatives = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String alternative : text.split("\\|", -1)) {
        String literal = VARIABLE.matcher(alternative).replaceAll("");
        if (alternative.isEmpty() || literal.indexOf('{') >= 0 || literal.indexOf('}') >= 0) {
          return Optional.empty();
        }
        alternatives.add(alternative);
      }
    }
    return Optional.of(new Template(text, alternatives));
  }

  /** A rule that is known to be one. */
  public static Template of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("rule '" + text + "'"));
  }

  /** What the rule says of an instance; nothing when no alternative applies. */
  Optional<String> apply(Instance instance) {
    return alternatives.stream()
        .flatMap(alternative -> filled(alternative, instance).stream())
        .findFirst();
  }

  private static Optional<String> filled(String alternative, Instance instance) {
    Matcher matcher = VARIABLE.matcher(alternative);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      Optional<String> value = value(matcher.group(1), instance);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
    }
    matcher.appendTail(filled);
    return Optional.of(filled.toString());
  }

  private static Optional<String> value(String variable, Instance instance) {
    if (variable.startsWith("meta.")) {
      return given(instance.metadata().get(variable.substring("meta.".length())));
    }
    if (variable.startsWith("node.")) {
      return given(instance.metadata().get(variable));
    }
    if (variable.startsWith("tag.")) {
      String prefix = variable.substring("tag.".length()) + "=";
      return instance.tags().stream()
          .filter(tag -> tag.startsWith(prefix) && tag.length() > prefix.length())
          .map(tag -> tag.substring(prefix.length()))
          .findFirst();
    }
    return switch (variable) {
      case "service" -> given(instance.service());
      case "datacenter" -> given(instance.datacenter());
      default -> instance.port() == 0 ? Optional.empty() : given(Integer.toString(instance.port()));
    };
  }

  private static Optional<String> given(@Nullable String value) {
    return Optional.ofNullable(value).filter(found -> !found.isEmpty());
  }

  @Override
  public String toString() {
    return text;
  }
}
