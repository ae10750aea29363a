package dev.portolan.cli.get;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Suggestions;
import java.util.ArrayList;
import java.util.List;

/** Says what was not found, and what there is instead. */
final class NotFound {
  private static final Selection ALL = new Selection("", "", "", "", "");
  private static final int MOST = 3;

  private NotFound() {}

  static <T> CommandException explain(Hub hub, Resources<T> resources, Selection wanted) {
    String what = wanted.slice().isEmpty() ? wanted.name() : wanted.name() + "/" + wanted.slice();
    String where = what.equals(wanted.origin()) ? "" : wanted.describe();
    List<String> paths = resources.list(hub, ALL).items().stream().map(resources::path).toList();
    List<String> near = near(wanted, paths);
    return new CommandException(
        ExitCode.NOT_FOUND,
        "no %s '%s'%s%s"
            .formatted(
                resources.singular(),
                what,
                where,
                near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
  }

  /** The same name elsewhere first, then names like it. */
  private static List<String> near(Selection wanted, List<String> paths) {
    List<String> near = new ArrayList<>();
    List<String> names = paths.stream().map(NotFound::name).toList();
    List<String> candidates = new ArrayList<>();
    candidates.add(wanted.name());
    candidates.addAll(Suggestions.near(wanted.name(), names));
    for (String name : candidates) {
      paths.stream()
          .filter(path -> name(path).equals(name) && !near.contains(path))
          .forEach(near::add);
    }
    return near.stream().limit(MOST).toList();
  }

  /** Third of origin/namespace/name(/slice), or the only part. */
  private static String name(String path) {
    String[] parts = path.split("/", -1);
    return parts[Math.min(2, parts.length - 1)];
  }
}
