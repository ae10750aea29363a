package dev.portolan.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, as in {@code 127.0.0.1:15010} or {@code [::1]:15010}.
 *
 * @param host DNS name or address, IPv6 without brackets; never resolved here
 * @param port 0 to 65535; 0 means any free port where a program listens
 */
public record HostPort(String host, int port) {
  private static final Pattern TEXT =
      Pattern.compile("(?:([A-Za-z0-9][-A-Za-z0-9_.]*)|\\[([0-9A-Fa-f:.]+)\\]):([0-9]{1,5})");

  public HostPort {
    if (host.isEmpty() || port < 0 || port > 65535) {
      throw new IllegalArgumentException("host '" + host + "', port " + port);
    }
  }

  static Optional<HostPort> parse(String text, int minPort) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(3));
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return port < minPort || port > 65535
        ? Optional.empty()
        : Optional.of(new HostPort(host, port));
  }

  /** As it is written, IPv6 in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
  }
}
