package dev.portolan.cli.get;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;

/**
 * Messages as JSON and YAML by the proto mapping: lowerCamelCase names, enums by name, 64-bit
 * numbers as text. Zero and false are written too, so that a reader finds every field.
 */
public final class Json {
  private static final JsonFormat.Printer PROTO =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().sortingMapKeys();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter INDENTED = MAPPER.writer(printer());
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build());

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A tree of mappings, sequences, texts and numbers. */
  public static ObjectNode ofTree(Map<String, ?> tree) {
    return MAPPER.valueToTree(tree);
  }

  /** A message by the proto mapping. */
  public static ObjectNode of(MessageOrBuilder message) {
    try {
      return (ObjectNode) MAPPER.readTree(PROTO.print(message));
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw new IllegalStateException("a message of ours is no JSON object: " + message, e);
    }
  }

  /** On several lines. */
  public static String indented(ObjectNode node) {
    return written(INDENTED, node) + "\n";
  }

  static String line(ObjectNode node) {
    return written(MAPPER.writer(), node) + "\n";
  }

  /** A document without its marker. */
  public static String yaml(ObjectNode node) {
    return written(YAML.writer(), node);
  }

  private static String written(ObjectWriter writer, ObjectNode node) {
    try {
      return writer.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of ours cannot be written", e);
    }
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return printer;
  }
}
