package dev.portolan.agent.session;

import dev.portolan.settings.HostPort;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import dev.portolan.tls.TlsFiles;
import dev.portolan.tls.TlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which hub to connect to, and how.
 *
 * @param address where it listens
 * @param tls the own certificate and whom to trust; without it, in plain text
 * @param serverName that the hub's certificate has to carry; without it, the address's host
 */
public record HubTarget(HostPort address, Optional<TlsFiles> tls, Optional<String> serverName) {
  private static final Setting<HostPort> HUB =
      Setting.of("hub", ValueType.target(), "127.0.0.1:7070", "Where the hub listens.");
  private static final Setting<Optional<String>> SERVER_NAME =
      Setting.optional(
          "tls.server-name",
          ValueType.of(
              "HOST",
              "a host name or an IP address",
              text -> text.isBlank() ? Optional.empty() : Optional.of(text)),
          "Host name that the hub's certificate has to carry, when that is not the host in hub.");

  /** What a program that connects to a hub is told, for its list. */
  public static final List<Setting<?>> SETTINGS = settings();

  private static List<Setting<?>> settings() {
    List<Setting<?>> all = new ArrayList<>(List.of(HUB));
    all.addAll(TlsSettings.OF_CLIENT.all());
    all.add(SERVER_NAME);
    return List.copyOf(all);
  }

  /** From a program's settings; what does not fit together is added to the problems. */
  public static HubTarget of(Values values, List<Problem> problems) {
    return new HubTarget(
        values.get(HUB), TlsSettings.OF_CLIENT.of(values, problems), values.get(SERVER_NAME));
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
