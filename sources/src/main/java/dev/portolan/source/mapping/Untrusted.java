package dev.portolan.source.mapping;

/** Text of a foreign registry, made safe to be shown. */
public final class Untrusted {
  private static final int LONGEST = 120;

  private Untrusted() {}

  /** Without control characters, and not too long. */
  public static String text(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
