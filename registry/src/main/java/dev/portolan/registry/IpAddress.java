package dev.portolan.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Strict IP literals. Never resolves a name: everything is decided by the text. IPv4 is four
 * decimal octets without leading zeros; IPv6 is RFC 4291 text without a zone id, printed as RFC
 * 5952.
 */
public final class IpAddress {
  private IpAddress() {}

  /** The canonical text of a literal, or nothing when the text is not one. */
  public static Optional<String> canonical(String text) {
    byte[] bytes = text.indexOf(':') >= 0 ? Ipv6Text.parse(text) : parseIpv4(text);
    if (bytes.length == 4) {
      return Optional.of(text);
    }
    return bytes.length == 16 ? Optional.of(Ipv6Text.format(bytes)) : Optional.empty();
  }

  /**
   * What keeps a text from being the address of an endpoint or gateway: not a literal, or an
   * address that means something else on every host (loopback, link-local, multicast, unspecified,
   * IPv4-mapped).
   */
  public static Optional<String> endpointProblem(String text) {
    byte[] bytes = text.indexOf(':') >= 0 ? Ipv6Text.parse(text) : parseIpv4(text);
    if (bytes.length == 0) {
      return Optional.of(
          "'%s' is not an IPv4 or IPv6 literal (host names are not resolved)"
              .formatted(Names.printable(text)));
    }
    InetAddress address = address(bytes);
    if (bytes.length != address.getAddress().length) {
      return Optional.of("'" + text + "' is an IPv4-mapped IPv6 address; write it as IPv4");
    }
    String bad =
        address.isLoopbackAddress()
            ? "a loopback"
            : address.isLinkLocalAddress()
                ? "a link-local"
                : address.isMulticastAddress()
                    ? "a multicast"
                    : address.isAnyLocalAddress() ? "the unspecified" : "";
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of("'" + text + "' is " + bad + " address; other hosts cannot route to it");
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }

  static byte[] parseIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return new byte[0];
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      // A leading zero would be octal to some readers and decimal to others.
      if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
        return new byte[0];
      }
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return bytes;
  }
}
