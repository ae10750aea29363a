package dev.portolan.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The layer of the command line: {@code --key value}, {@code --key=value}, {@code --switch}. */
final class Flags {
  private final Declared declared;
  private final List<Problem> problems;
  private final Map<String, Raw> values = new HashMap<>();

  private Flags(Declared declared, List<Problem> problems) {
    this.declared = declared;
    this.problems = problems;
  }

  static Map<String, Raw> read(List<String> arguments, Declared declared, List<Problem> problems) {
    Flags flags = new Flags(declared, problems);
    int next = 0;
    while (next < arguments.size()) {
      next = flags.readOne(arguments, next);
    }
    return flags.values;
  }

  /** Reads the argument at a position, and its value; gives the position after them. */
  private int readOne(List<String> arguments, int at) {
    String argument = arguments.get(at);
    if (!argument.startsWith("--")) {
      problems.add(new Problem("argument " + (at + 1), "'" + argument + "' is not expected"));
      return at + 1;
    }
    int equals = argument.indexOf('=');
    String key = argument.substring(2, equals < 0 ? argument.length() : equals);
    Setting<?> setting = declared.byKey(key);
    if (setting == null) {
      problems.add(
          new Problem(
              "flag --" + key, "there is no such flag" + Nearest.hint(key, declared.keys())));
      // What follows an unknown flag is taken for its value, not for a second problem.
      boolean value = equals < 0 && at + 1 < arguments.size();
      return value && !arguments.get(at + 1).startsWith("--") ? at + 2 : at + 1;
    }
    if (equals >= 0) {
      put(key, argument.substring(equals + 1));
      return at + 1;
    }
    if (setting.type().isSwitch()) {
      put(key, "true");
      return at + 1;
    }
    if (at + 1 == arguments.size()) {
      problems.add(new Problem("flag --" + key, "its value is missing"));
      return at + 1;
    }
    put(key, arguments.get(at + 1));
    return at + 2;
  }

  private void put(String key, String text) {
    if (values.put(key, new Raw(key, text, "flag --" + key, false)) != null) {
      problems.add(new Problem("flag --" + key, "is given twice"));
    }
  }
}
