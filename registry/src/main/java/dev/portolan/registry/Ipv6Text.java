package dev.portolan.registry;

/** IPv6 text: parsing by RFC 4291 §2.2, printing by RFC 5952 §4. */
final class Ipv6Text {
  private static final byte[] INVALID = new byte[0];
  private static final int GROUPS = 8;

  private Ipv6Text() {}

  /** The 16 bytes, or an empty array when the text is not an IPv6 literal. */
  static byte[] parse(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return INVALID;
    }
    int[] all = new int[GROUPS];
    int head = groups(text, 0, gap < 0 ? text.length() : gap, all, gap < 0);
    if (gap < 0 ? head != GROUPS : head < 0) {
      return INVALID;
    }
    if (gap >= 0) {
      int[] last = new int[GROUPS];
      int tail = groups(text, gap + 2, text.length(), last, true);
      // "::" stands for at least one group of zeros.
      if (tail < 0 || head + tail >= GROUPS) {
        return INVALID;
      }
      System.arraycopy(last, 0, all, GROUPS - tail, tail);
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < GROUPS; i++) {
      bytes[2 * i] = (byte) (all[i] >> 8);
      bytes[2 * i + 1] = (byte) all[i];
    }
    return bytes;
  }

  /** How many groups the part of a text is; -1 when it is not groups, or too many. */
  private static int groups(String text, int from, int to, int[] into, boolean mayEndInIpv4) {
    int count = 0;
    int start = from;
    while (start < to || (start == to && count > 0)) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 || colon > to ? to : colon;
      int dot = mayEndInIpv4 && end == to ? text.indexOf('.', start) : -1;
      byte[] ipv4 = dot > start ? IpAddress.parseIpv4(text, start, end) : INVALID;
      int group = dot > start ? -1 : hex(text, start, end);
      if (count + ipv4.length / 2 > GROUPS || (group >= 0 && count == GROUPS)) {
        return -1;
      }
      if (group >= 0) {
        into[count++] = group;
      } else if (ipv4.length > 0) {
        into[count++] = (ipv4[0] & 0xff) << 8 | (ipv4[1] & 0xff);
        into[count++] = (ipv4[2] & 0xff) << 8 | (ipv4[3] & 0xff);
      } else {
        return -1;
      }
      start = end + 1;
    }
    return count;
  }

  /** 1 to 4 hexadecimal digits as a number, else -1. */
  private static int hex(String text, int from, int to) {
    if (to <= from || to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      // ASCII only: Character.digit takes full-width digits as well.
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /**
   * Lower case, no leading zeros, the longest run of two or more zero groups (first one) as "::".
   */
  static String format(byte[] bytes) {
    int[] group = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      group[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int length = 0;
      while (i + length < GROUPS && group[i + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
      } else {
        if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group[i]));
      }
    }
    return text.toString();
  }
}
