package dev.portolan.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The layer of environment variables with the program's prefix. */
final class Environment {
  // Kubernetes tells every pod about every Service of its namespace in this form ("service links"),
  // so a Service named like the program would look like settings of it.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*(_SERVICE_HOST|_SERVICE_PORT(_.+)?|_PORT_[0-9]+_(TCP|UDP|SCTP)(_.+)?)");
  private static final Pattern LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  private Environment() {}

  static Map<String, Raw> read(
      Map<String, String> environment, Declared declared, List<Problem> problems) {
    Map<String, Raw> values = new HashMap<>();
    for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
      String name = entry.getKey();
      if (!name.startsWith(declared.prefix()) || LINK_VALUE.matcher(entry.getValue()).matches()) {
        continue;
      }
      Setting<?> setting = declared.byVariable(name);
      String origin = "environment " + name;
      if (setting != null) {
        values.put(setting.key(), new Raw(setting.key(), entry.getValue(), origin, false));
      } else if (!SERVICE_LINK
          .matcher("_" + name.substring(declared.prefix().length()))
          .matches()) {
        problems.add(
            new Problem(
                origin, "there is no such setting" + Nearest.hint(name, declared.variables())));
      }
    }
    return values;
  }
}
