package dev.portolan.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What somebody changes in the files that describe a cluster. Each can happen again and again, and
 * leaves every host but {@value #WITHDRAWN} with something to reach.
 *
 * @param cluster whose files they are
 * @param service that is changed
 * @param withdrawal the service goes or comes back; otherwise one of its endpoints is ready or not
 */
record InputChange(String cluster, String service, boolean withdrawal) {
  /** Offered by one cluster alone, and the only one that is ever gone. */
  static final String WITHDRAWN = "productpage";

  /** All that may happen. */
  static final List<InputChange> ALL =
      List.of(
          new InputChange("east-1", "reviews", false),
          new InputChange("east-2", "reviews", false),
          new InputChange("west-1", "reviews", false),
          new InputChange("east-2", "ratings", false),
          new InputChange("west-1", "ratings", false),
          new InputChange("east-1", WITHDRAWN, true));

  private static final Pattern READY = Pattern.compile("(?m)^    ready: (true|false)$");

  /** Changes the files in a directory, each at once. */
  void apply(Path input) {
    Path file = input.resolve(service + ".yaml");
    try {
      if (!withdrawal) {
        replace(file, flipped(Files.readString(file)));
      } else if (Files.exists(file)) {
        Files.delete(file);
      } else {
        replace(
            file,
            Files.readString(FileFederation.EXAMPLE.resolve(cluster).resolve(file.getFileName())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first endpoint is ready where it was not, and the other way round. */
  private static String flipped(String text) {
    MatchResult first = READY.matcher(text).results().findFirst().orElseThrow();
    boolean ready = Boolean.parseBoolean(first.group(1));
    return text.substring(0, first.start(1)) + !ready + text.substring(first.end(1));
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = file.resolveSibling("." + file.getFileName());
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String toString() {
    return cluster
        + (withdrawal ? " withdraws or offers " : " has an endpoint less or more of ")
        + service;
  }
}
