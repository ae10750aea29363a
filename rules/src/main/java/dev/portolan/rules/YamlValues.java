package dev.portolan.rules;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.Names;
import dev.portolan.rules.YamlMapping.Located;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Values that several parts of rules' documents have. Pure. */
final class YamlValues {
  private YamlValues() {}

  /** The constant of that {@link #name}; {@code UNKNOWN} has none. */
  static <E extends Enum<E>> E constant(YamlMapping mapping, Located text, E instead) {
    List<E> known =
        Arrays.stream(instead.getDeclaringClass().getEnumConstants())
            .filter(constant -> !constant.name().equals("UNKNOWN"))
            .toList();
    for (E constant : known) {
      if (name(constant).equals(text.text())) {
        return constant;
      }
    }
    mapping.problem(
        text.node(),
        "'%s' is not known here; it can be one of %s"
            .formatted(text.text(), known.stream().map(YamlValues::name).toList()));
    return instead;
  }

  /** As {@link #constant}, of a field that may be left out. */
  static <E extends Enum<E>> E optional(YamlMapping mapping, String field, E instead) {
    return mapping
        .optionalText(field)
        .map(text -> constant(mapping, text, instead))
        .orElse(instead);
  }

  /**
   * What is said about single hosts, in a list named {@code services} whose entries name their host
   * as {@code service}; none of it where there are too many.
   *
   * @param path of the list, for problems
   * @param fields that an entry may have
   * @param value reads the rest of an entry; it names what is wrong with it
   */
  static <V> SortedMap<HostKey, V> byHost(
      YamlMapping parent,
      String path,
      Set<String> fields,
      Function<YamlMapping, Optional<V>> value) {
    SortedMap<HostKey, V> byHost = new TreeMap<>();
    List<YamlMapping> said = parent.optionalMappings("services", fields);
    if (said.size() > HostRules.MAX_EXCEPTIONS) {
      parent.problem(
          parent.node(),
          "%s has %d entries; at most %d are allowed"
              .formatted(path, said.size(), HostRules.MAX_EXCEPTIONS));
      return byHost;
    }
    for (YamlMapping service : said) {
      Optional<HostKey> host =
          service.text("service").flatMap(text -> host(service, path + ".service", text));
      Optional<V> found = value.apply(service);
      if (host.isPresent() && found.isPresent() && byHost.put(host.get(), found.get()) != null) {
        service.problem(service.node(), "%s has %s twice".formatted(path, host.get()));
      }
    }
    return byHost;
  }

  /**
   * The texts that are good; the others become problems.
   *
   * @param rule what is wrong with a text, if anything
   */
  static List<String> checked(
      YamlMapping mapping,
      String field,
      List<Located> texts,
      Function<String, Optional<String>> rule) {
    List<String> good = new ArrayList<>();
    for (Located text : texts) {
      Optional<String> problem = rule.apply(text.text());
      problem.ifPresent(found -> mapping.problem(text.node(), field + " " + found));
      if (problem.isEmpty()) {
        good.add(text.text());
      }
    }
    return good;
  }

  /**
   * The good ones of some texts, which may be left out, but not be empty.
   *
   * @param parent path of the mapping, for problems
   * @param hint what else a problem with their number says
   * @param rule as in {@link #checked}
   */
  static List<String> some(
      YamlMapping mapping,
      String field,
      String parent,
      int max,
      String hint,
      Function<String, Optional<String>> rule) {
    if (!mapping.has(field)) {
      return List.of();
    }
    String path = parent + "." + field;
    List<Located> texts = mapping.texts(field);
    if (texts.isEmpty() || texts.size() > max) {
      mapping.problem(
          mapping.node(),
          "%s has %d entries; 1 to %d are allowed%s".formatted(path, texts.size(), max, hint));
    }
    return checked(mapping, path, texts, rule);
  }

  /** A whole number from 1 that may be left out; what is wrong with it is a problem. */
  static int number(YamlMapping mapping, String field, String path, int max, int instead) {
    return number(mapping, field, path, 1, max, instead);
  }

  /** A whole number that may be left out; what is wrong with it is a problem. */
  static int number(YamlMapping mapping, String field, String path, int min, int max, int instead) {
    Optional<Located> text = mapping.optionalText(field);
    if (text.isEmpty()) {
      return instead;
    }
    String number = text.get().text();
    if (number.matches("0|[1-9][0-9]{0,8}")
        && Integer.parseInt(number) >= min
        && Integer.parseInt(number) <= max) {
      return Integer.parseInt(number);
    }
    mapping.problem(
        text.get().node(), "%s is '%s'; %d to %d are allowed".formatted(path, number, min, max));
    return instead;
  }

  /** {@code true} or {@code false}; false where nothing is said. */
  static boolean flag(YamlMapping mapping, String field, String path) {
    Optional<Located> text = mapping.optionalText(field);
    text.filter(found -> !found.text().equals("true") && !found.text().equals("false"))
        .ifPresent(
            found ->
                mapping.problem(
                    found.node(),
                    "%s is '%s'; true or false is expected".formatted(path, found.text())));
    return text.filter(found -> found.text().equals("true")).isPresent();
  }

  /** A host as {@code <namespace>/<name>}. */
  static Optional<HostKey> host(YamlMapping mapping, String path, Located text) {
    String[] names = text.text().split("/", -1);
    if (names.length == 2
        && Names.labelProblem(names[0]).isEmpty()
        && Names.labelProblem(names[1]).isEmpty()) {
      return Optional.of(new HostKey(names[0], names[1]));
    }
    mapping.problem(
        text.node(), "%s is '%s'; <namespace>/<name> is expected".formatted(path, text.text()));
    return Optional.empty();
  }

  /** How documents name a constant: {@code SERVICE_EXPORT} is {@code serviceExport}. */
  static String name(Enum<?> constant) {
    String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (String word : List.of(words).subList(1, words.length)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return name.toString();
  }
}
