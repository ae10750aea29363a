package dev.portolan.source.eureka;

import dev.portolan.source.records.Trouble;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers, of which one is read for as long as it answers, and those that did not. Confined to
 * the source's loop.
 */
final class Peers {
  private final List<URI> servers;
  private final Map<URI, Trouble> troubled = new LinkedHashMap<>();
  private int current;

  /**
   * @param servers at least one; the first is read first
   */
  Peers(List<URI> servers) {
    this.servers = List.copyOf(servers);
  }

  /** The one that is read. */
  URI current() {
    return servers.get(current);
  }

  /** How many there are. */
  int count() {
    return servers.size();
  }

  /** One did not answer as it should. */
  void failed(URI server, Trouble trouble) {
    Trouble before = troubled.get(server);
    troubled.put(
        server,
        before == null ? trouble : new Trouble(trouble.code(), trouble.reason(), before.since()));
  }

  /** One answered. */
  void answered(URI server) {
    troubled.remove(server);
  }

  /**
   * The next one is read.
   *
   * @return whether it is another one
   */
  boolean next() {
    current = (current + 1) % servers.size();
    return servers.size() > 1;
  }

  /** Those that did not answer when they were asked last, and are not read. */
  Map<URI, Trouble> troubled() {
    return Map.copyOf(troubled);
  }
}
