package dev.portolan.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program can be told, and the reading of it. Flags win over environment variables, these
 * over the file ({@code --config}), that over the defaults. {@code --help} and {@code
 * --print-config} are understood by every program. Immutable.
 */
public final class Program {
  static final String NOT_SET = "not set";

  private static final Setting<Optional<Path>> CONFIG =
      Setting.optional("config", ValueType.path(), "File with settings, in YAML.");
  private static final Setting<Boolean> HELP =
      Setting.of("help", ValueType.bool(), "false", "Prints this text and ends.");
  private static final Setting<Boolean> PRINT_CONFIG =
      Setting.of(
          "print-config",
          ValueType.bool(),
          "false",
          "Prints every setting with its value and where it came from, and ends.");

  private final String name;
  private final String summary;
  private final Declared own;
  private final Declared declared;

  /**
   * Declares a program.
   *
   * @param name as a person calls it, for example {@code portolan-hub}
   * @param summary what it does, in a sentence
   * @param environmentPrefix of its variables, with the last underscore, for example {@code
   *     PORTOLAN_HUB_}
   * @param settings in the order in which help shows them
   * @throws IllegalArgumentException if two of them have one name
   */
  public Program(String name, String summary, String environmentPrefix, List<Setting<?>> settings) {
    this.name = name;
    this.summary = summary;
    this.own = new Declared(environmentPrefix, settings);
    List<Setting<?>> all = new ArrayList<>(List.of(CONFIG));
    all.addAll(settings);
    all.addAll(List.of(PRINT_CONFIG, HELP));
    this.declared = new Declared(environmentPrefix, all);
  }

  /** Reads all layers; reports every problem of all of them together. */
  public Binding bind(List<String> arguments, Map<String, String> environment) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      return new Binding.Answered(help());
    }
    List<Problem> problems = new ArrayList<>();
    Map<String, Raw> given = Environment.read(environment, declared, problems);
    given.putAll(Flags.read(arguments, declared, problems));
    Optional<Path> file = evaluate(CONFIG, given, problems).flatMap(Program::path);
    Map<String, Raw> merged = new HashMap<>();
    file.ifPresent(path -> merged.putAll(fromFile(path, problems)));
    merged.putAll(given);

    Map<Setting<?>, Values.Value> values = new LinkedHashMap<>();
    for (Setting<?> setting : own.all()) {
      evaluate(setting, merged, problems).ifPresent(value -> values.put(setting, value));
    }
    boolean help = isOn(HELP, given, problems);
    boolean print = isOn(PRINT_CONFIG, given, problems);
    if (help) {
      return new Binding.Answered(help());
    }
    if (!problems.isEmpty()) {
      return new Binding.Refused(problems);
    }
    Values bound = new Values(values);
    return print ? new Binding.Answered(bound.effective()) : new Binding.Bound(bound);
  }

  /** What {@code --help} prints. */
  public String help() {
    StringBuilder text = new StringBuilder();
    text.append("Usage: %s [--config FILE] [--KEY VALUE]...%n%n%s%n%n".formatted(name, summary));
    text.append(
        "Flags win over %s* variables, these over the file.%n".formatted(declared.prefix()));
    declared.all().forEach(setting -> text.append(help(setting)));
    return text.toString();
  }

  private String help(Setting<?> setting) {
    String value = setting.type().isSwitch() ? "" : " " + setting.type().placeholder();
    String fallback = setting.defaultText().isEmpty() ? "" : "; default " + setting.defaultText();
    return "%n  --%s%s%n      %s%n      %s%s%n"
        .formatted(
            setting.key(),
            value,
            setting.doc(),
            declared.variable(setting.key()),
            setting.isRequired() ? "; required" : fallback);
  }

  private Map<String, Raw> fromFile(Path file, List<Problem> problems) {
    Map<String, Raw> values = YamlFile.read(file, problems);
    values.values().stream()
        .filter(raw -> own.byKey(raw.key()) == null)
        .map(this::unknown)
        .forEach(problems::add);
    return values;
  }

  private Problem unknown(Raw raw) {
    for (Setting<?> setting : own.all()) {
      if (raw.key().startsWith(setting.key() + ".")) {
        return new Problem(
            raw.origin(),
            setting + " takes one value, not a section: " + setting.type().expected());
      }
      if (setting.key().startsWith(raw.key() + ".")) {
        return new Problem(raw.origin(), raw.key() + " is a section, with " + setting + " in it");
      }
    }
    return new Problem(
        raw.origin(),
        "there is no setting '" + raw.key() + "'" + Nearest.hint(raw.key(), own.keys()));
  }

  private <T> Optional<Values.Value> evaluate(
      Setting<T> setting, Map<String, Raw> given, List<Problem> problems) {
    Raw raw = given.get(setting.key());
    if (raw == null) {
      if (setting.isRequired()) {
        problems.add(
            new Problem(
                name,
                "%s is required; give --%s, %s or %s in the file"
                    .formatted(setting, setting, declared.variable(setting.key()), setting)));
      }
      String origin = setting.defaultText().isEmpty() ? NOT_SET : "default";
      return setting
          .fallback()
          .map(value -> new Values.Value(value, setting.defaultText(), origin));
    }
    Optional<T> value =
        raw.sequence() && !setting.type().isList()
            ? Optional.empty()
            : setting.type().parse(raw.text());
    if (value.isEmpty()) {
      problems.add(
          new Problem(
              raw.origin(),
              "%s: '%s' is not %s".formatted(setting, raw.text(), setting.type().expected())));
    }
    return value.map(parsed -> new Values.Value(parsed, raw.text(), raw.origin()));
  }

  private boolean isOn(Setting<Boolean> setting, Map<String, Raw> given, List<Problem> problems) {
    return evaluate(setting, given, problems)
        .filter(value -> value.value().equals(true))
        .isPresent();
  }

  private static Optional<Path> path(Values.Value value) {
    return value.text().isEmpty() ? Optional.empty() : Optional.of(Path.of(value.text()));
  }
}
