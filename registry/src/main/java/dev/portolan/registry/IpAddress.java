package dev.portolan.registry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Strict IP literals. Never resolves a name: everything is decided by the text. IPv4 is four
 * decimal octets without leading zeros; IPv6 is RFC 4291 text without a zone id, printed as RFC
 * 5952.
 */
public final class IpAddress {
  /** Of the longest literal: IPv6 with all digits and an IPv4 tail. */
  private static final int MAX_LENGTH = 45;

  private IpAddress() {}

  /** The canonical text of a literal, or nothing when the text is not one. */
  public static Optional<String> canonical(String text) {
    byte[] bytes = parse(text);
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
    byte[] bytes = parse(text);
    if (bytes.length == 0) {
      return Optional.of(
          "'%s' is not an IPv4 or IPv6 literal (host names are not resolved)"
              .formatted(Names.printable(text)));
    }
    InetAddress address = bytes.length == 16 ? address(bytes) : null;
    if (address instanceof Inet4Address) {
      return Optional.of("'" + text + "' is an IPv4-mapped IPv6 address; write it as IPv4");
    }
    String bad = address == null ? ofItsHost(bytes) : ofItsHost(address);
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of("'" + text + "' is " + bad + " address; other hosts cannot route to it");
  }

  /** The same for IPv4, without an object for each: as {@link java.net.Inet4Address} has it. */
  private static String ofItsHost(byte[] ipv4) {
    int first = ipv4[0] & 0xff;
    return first == 127
        ? "a loopback"
        : first == 169 && (ipv4[1] & 0xff) == 254
            ? "a link-local"
            : first >= 224 && first < 240
                ? "a multicast"
                : (ipv4[0] | ipv4[1] | ipv4[2] | ipv4[3]) == 0 ? "the unspecified" : "";
  }

  private static String ofItsHost(InetAddress address) {
    return address.isLoopbackAddress()
        ? "a loopback"
        : address.isLinkLocalAddress()
            ? "a link-local"
            : address.isMulticastAddress()
                ? "a multicast"
                : address.isAnyLocalAddress() ? "the unspecified" : "";
  }

  /** The canonical text of an address without {@link #endpointProblem}. */
  static String requireEndpoint(String what, String text) {
    Names.require(what, text, endpointProblem(text));
    // IPv4 is spelled in one way.
    return text.indexOf(':') < 0 ? text : canonical(text).orElseThrow();
  }

  /** The 4 or 16 bytes of a literal. */
  static byte[] bytes(String literal) {
    byte[] bytes = parse(literal);
    if (bytes.length == 0) {
      throw new IllegalArgumentException("'" + literal + "' is no IP literal");
    }
    return bytes;
  }

  /** The canonical text of 4 or 16 bytes; that of IPv4 when they are mapped IPv4. */
  static String text(byte[] bytes) {
    byte[] address = address(bytes).getAddress();
    return address.length == 4
        ? (address[0] & 0xff)
            + "."
            + (address[1] & 0xff)
            + "."
            + (address[2] & 0xff)
            + "."
            + (address[3] & 0xff)
        : Ipv6Text.format(address);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }

  /** 4 or 16 bytes, or none when the text is no literal. */
  private static byte[] parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return new byte[0];
    }
    return text.indexOf(':') >= 0 ? Ipv6Text.parse(text) : parseIpv4(text, 0, text.length());
  }

  /** As {@link #parse}, of the part of a text from one index up to before another. */
  static byte[] parseIpv4(String text, int from, int to) {
    byte[] bytes = new byte[4];
    int start = from;
    for (int i = 0; i < 4; i++) {
      int dot = i < 3 ? text.indexOf('.', start) : to;
      int octet = dot < 0 || dot > to ? -1 : octet(text, start, dot);
      if (octet < 0) {
        return new byte[0];
      }
      bytes[i] = (byte) octet;
      start = dot + 1;
    }
    return bytes;
  }

  /** 0 to 255, or -1. A leading zero would be octal to some readers and decimal to others. */
  private static int octet(String text, int from, int to) {
    int length = to - from;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!Names.isDigit(c)) {
        return -1;
      }
      value = 10 * value + (c - '0');
    }
    return value <= 255 ? value : -1;
  }
}
