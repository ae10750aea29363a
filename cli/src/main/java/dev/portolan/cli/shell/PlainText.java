package dev.portolan.cli.shell;

/**
 * Text that a terminal may show. What a registry holds was written by others: a control character
 * in it must not move the cursor or change colours.
 */
public final class PlainText {
  private PlainText() {}

  /** The text on one line, without control and format characters. */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              int type = Character.getType(character);
              if (character == '\n' || character == '\t') {
                plain.append(' ');
              } else if (type != Character.CONTROL
                  && type != Character.FORMAT
                  && type != Character.LINE_SEPARATOR
                  && type != Character.PARAGRAPH_SEPARATOR
                  && type != Character.SURROGATE) {
                plain.appendCodePoint(character);
              }
            });
    return plain.toString();
  }
}
