package dev.portolan.registry;

import java.util.Comparator;

/**
 * Orders paths part by part. Plain string order would put {@code a-b/x} between {@code a/x} and
 * {@code a/y}'s neighbours, because '-' and '.' sort before '/'.
 */
enum PathOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        return Character.compare(rank(left), rank(right));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static char rank(char c) {
    return c == '/' ? 0 : c;
  }
}
