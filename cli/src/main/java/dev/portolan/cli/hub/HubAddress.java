package dev.portolan.cli.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a hub listens. IPv6 addresses stand in brackets. */
public record HubAddress(String host, int port) {
  public static final HubAddress DEFAULT = new HubAddress("127.0.0.1", 7070);

  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.%a-z]+]|[^\\[\\]:/\\s]+):([0-9]{1,5})");

  /**
   * Reads HOST:PORT.
   *
   * @throws IllegalArgumentException with a message for people, if the text is not HOST:PORT
   */
  public static HubAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "'" + text + "' is no HOST:PORT; write for example " + DEFAULT);
    }
    return new HubAddress(matcher.group(1), port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
