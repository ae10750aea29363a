package dev.portolan.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** IPv6 text: parsing by RFC 4291 §2.2, printing by RFC 5952 §4. */
final class Ipv6Text {
  private static final byte[] INVALID = new byte[0];
  private static final int GROUPS = 8;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,4}");

  private Ipv6Text() {}

  /** The 16 bytes, or an empty array when the text is not an IPv6 literal. */
  static byte[] parse(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return INVALID;
    }
    List<Integer> head = new ArrayList<>();
    List<Integer> tail = new ArrayList<>();
    boolean good =
        gap < 0
            ? groups(text, head, true)
            : groups(text.substring(0, gap), head, false)
                && groups(text.substring(gap + 2), tail, true);
    int present = head.size() + tail.size();
    // "::" stands for at least one group of zeros.
    if (!good || (gap < 0 ? present != GROUPS : present >= GROUPS)) {
      return INVALID;
    }
    int[] all = new int[GROUPS];
    for (int i = 0; i < head.size(); i++) {
      all[i] = head.get(i);
    }
    for (int i = 0; i < tail.size(); i++) {
      all[GROUPS - tail.size() + i] = tail.get(i);
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < GROUPS; i++) {
      bytes[2 * i] = (byte) (all[i] >> 8);
      bytes[2 * i + 1] = (byte) all[i];
    }
    return bytes;
  }

  private static boolean groups(String text, List<Integer> into, boolean mayEndInIpv4) {
    if (text.isEmpty()) {
      return true;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (mayEndInIpv4 && i == parts.length - 1 && parts[i].indexOf('.') > 0) {
        byte[] last = IpAddress.parseIpv4(parts[i]);
        if (last.length == 0) {
          return false;
        }
        into.add((last[0] & 0xff) << 8 | (last[1] & 0xff));
        into.add((last[2] & 0xff) << 8 | (last[3] & 0xff));
      } else if (HEX.matcher(parts[i]).matches()) {
        into.add(Integer.parseInt(parts[i], 16));
      } else {
        return false;
      }
    }
    return true;
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
