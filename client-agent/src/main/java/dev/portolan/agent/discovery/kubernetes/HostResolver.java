package dev.portolan.agent.discovery.kubernetes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** Finds the addresses of a host name. Implementations are safe for use by many threads. */
public interface HostResolver {

  /**
   * The addresses at this moment, at least one, sorted. May wait for the network.
   *
   * @throws UnknownHostException if there are none, or nobody could tell
   */
  List<String> resolve(String host) throws UnknownHostException;

  /** As this process resolves names. */
  static HostResolver ofSystem() {
    return host ->
        Stream.of(InetAddress.getAllByName(host))
            .map(InetAddress::getHostAddress)
            .distinct()
            .sorted()
            .toList();
  }
}
