package dev.portolan.agent.discovery.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** Finds where a field stands, by reading the file once more: trees do not keep places. */
final class FieldLocator {
  private FieldLocator() {}

  /** Nothing when the file has no such field. */
  static Optional<JsonLocation> find(
      ObjectMapper mapper, byte[] content, int document, String pointer) {
    try (JsonParser parser = mapper.createParser(content)) {
      for (int i = 0; i < document; i++) {
        parser.nextToken();
        parser.skipChildren();
      }
      int depth = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return Optional.empty();
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token != JsonToken.FIELD_NAME && pointer.equals(pointerOf(parser, token))) {
          return Optional.of(parser.currentTokenLocation());
        }
      } while (depth > 0);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  // At the start of a structure the context is already the inner one, without a current element.
  private static String pointerOf(JsonParser parser, JsonToken token) {
    return (token.isStructStart()
            ? parser.getParsingContext().getParent()
            : parser.getParsingContext())
        .pathAsPointer()
        .toString();
  }
}
