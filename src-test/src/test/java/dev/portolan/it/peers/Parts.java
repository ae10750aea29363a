package dev.portolan.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts are on this machine, and why those are missing that are.
 *
 * @param paths of what is there
 * @param reasons of what is not, by file name
 */
record Parts(Map<String, Path> paths, Map<String, String> reasons) {
  Parts {
    paths = Map.copyOf(paths);
    reasons = Map.copyOf(reasons);
  }

  /** Asks {@code src-test/peers/provision --list}: the one place that knows where things are. */
  static Parts onThisMachine() {
    Path script = Path.of("peers/provision");
    if (!Files.exists(script)) {
      script = Path.of("src-test").resolve(script);
    }
    try {
      Process process =
          new ProcessBuilder("bash", script.toString(), "--list")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + script, e);
    }
  }

  static Parts parse(String list) {
    Map<String, Path> paths = new HashMap<>();
    Map<String, String> reasons = new HashMap<>();
    for (String line : list.lines().toList()) {
      List<String> columns = List.of(line.split("\t", 3));
      if (columns.size() == 3) {
        reasons.put(columns.get(0), columns.get(2));
      } else {
        paths.put(columns.get(0), Path.of(columns.get(1)));
      }
    }
    return new Parts(paths, reasons);
  }

  /** Why a test that needs these cannot run; empty when it can. */
  Optional<String> whyNot(Collection<Part> needed) {
    return needed.stream()
        .filter(part -> !paths.containsKey(part.fileName()))
        .sorted()
        .map(part -> part.fileName() + ": " + reasons.getOrDefault(part.fileName(), "unknown"))
        .findFirst();
  }

  Path path(Part part) {
    Path path = paths.get(part.fileName());
    if (path == null) {
      throw new IllegalStateException(part.fileName() + " is not there, and nobody asked first");
    }
    return path;
  }
}
