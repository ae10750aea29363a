package dev.portolan.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** A service scaled to zero, as Kubernetes shows it. */
final class WithoutPods {
  private static final YAMLMapper YAML = new YAMLMapper();

  private WithoutPods() {}

  /** The documents without Pods, and the EndpointSlices among them without endpoints. */
  static byte[] of(byte[] documents) throws IOException {
    List<JsonNode> all = YAML.readerFor(JsonNode.class).<JsonNode>readValues(documents).readAll();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SequenceWriter writer = YAML.writer().writeValues(bytes)) {
      for (JsonNode document : all) {
        String kind = document.path("kind").asText();
        if (kind.equals("EndpointSlice") && document instanceof ObjectNode slice) {
          slice.putArray("endpoints");
        }
        if (!kind.equals("Pod")) {
          writer.write(document);
        }
      }
    }
    return bytes.toByteArray();
  }
}
