package dev.portolan.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sends requests that are alike in one thing to the same destination, for as long as it is there.
 *
 * @param by what they are alike in
 * @param name of the header, cookie or query parameter; empty for {@link By#SOURCE}
 * @param ttl for a cookie that the client's proxy makes; without one it lives as long as the
 *     client's session. See {@link TrafficTimes}
 */
public record TrafficSticky(By by, String name, Optional<Duration> ttl) implements TrafficPart {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

  public TrafficSticky {
    if (by == By.SOURCE ? !name.isEmpty() : nameProblem(name).isPresent()) {
      throw new IllegalArgumentException("sticky by %s '%s'".formatted(by, name));
    }
    if (ttl.isPresent() && by != By.COOKIE) {
      throw new IllegalArgumentException("sticky by " + by + " with a ttl");
    }
    ttl.ifPresent(time -> TrafficTimes.require("ttl", time));
  }

  /** 1 to 128 of a-z, A-Z, 0-9, '-', '_' and '.'. */
  public static Optional<String> nameProblem(String name) {
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "'%s' is no name: 1 to 128 of a-z, A-Z, 0-9, '-', '_' and '.'"
                .formatted(Names.printable(name)));
  }

  @Override
  public Kind kind() {
    return Kind.STICKY;
  }

  /** What requests may be alike in. */
  public enum By {
    HEADER,
    COOKIE,
    QUERY,
    /** The client's address; the only one for connections that are not HTTP. */
    SOURCE
  }
}
