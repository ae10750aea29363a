package dev.portolan.server.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portolan.registry.Revision;
import dev.portolan.server.rpc.InvalidRequestException;
import java.util.Base64;

/**
 * Where a reader's next page begins. Opaque to the reader; says nothing that it may not know.
 *
 * @param question what was asked, filters included: a token is good for no other question
 * @param revision of the snapshot that all pages come from
 * @param after path of the last key of the page before
 */
record PageToken(String question, Revision revision, String after) {
  private static final String FORMAT = "1";
  private static final String SEPARATOR = "\n";

  String encode() {
    String text =
        String.join(
            SEPARATOR,
            FORMAT,
            question,
            revision.epoch(),
            Long.toString(revision.sequence()),
            after);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /**
   * Reads a token for a question.
   *
   * @throws InvalidRequestException if the text is no token, or one for another question
   */
  static PageToken decode(String text, String question) {
    String[] parts;
    try {
      parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(SEPARATOR, -1);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
    if (parts.length != 5 || !parts[0].equals(FORMAT)) {
      throw malformed();
    }
    if (!parts[1].equals(question)) {
      throw new InvalidRequestException(
          "page_token",
          "was made for other filters or another method; repeat those, or start without a token");
    }
    return new PageToken(question, revision(parts[2], parts[3]), parts[4]);
  }

  private static Revision revision(String epoch, String sequence) {
    try {
      return new Revision(epoch, Long.parseLong(sequence));
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  static InvalidRequestException malformed() {
    return new InvalidRequestException(
        "page_token", "is not one that a hub gave out; start without a token");
  }
}
