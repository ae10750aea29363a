package dev.portolan.agent.discovery.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.agent.discovery.files.ParsedFile.Located;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.Observed;
import dev.portolan.agent.discovery.reduction.ObjectReduction;
import dev.portolan.agent.discovery.reduction.UnreadableObjectException;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses one file. Confined to one thread; lives for one file. */
final class ObjectParser {
  private final String path;
  private final byte[] content;
  private final ObjectMapper mapper;
  private final Map<ObjectRef, Located> objects = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private ObjectParser(String path, byte[] content) {
    this.path = path;
    this.content = content;
    this.mapper = Mappers.forFile(path);
  }

  static ParsedFile parse(String path, byte[] content) {
    if (isBlank(content)) {
      return new ParsedFile(List.of(), List.of(), Optional.empty(), true);
    }
    return new ObjectParser(path, content).parse();
  }

  private ParsedFile parse() {
    try (JsonParser parser = mapper.createParser(content)) {
      for (int document = 0; parser.nextToken() != null; document++) {
        JsonLocation start = parser.currentTokenLocation();
        JsonNode node = mapper.readTree(parser);
        if (!node.isNull()) {
          readDocument(node, new Position(document, "", start));
        }
      }
      return new ParsedFile(List.copyOf(objects.values()), findings, Optional.empty(), false);
    } catch (Unreadable e) {
      return ParsedFile.unreadable(e.finding);
    } catch (JsonProcessingException e) {
      return ParsedFile.unreadable(SyntaxProblem.of(path, e));
    } catch (IOException e) {
      throw new UncheckedIOException("from memory", e);
    }
  }

  /** Where a value is: document, JSON pointer from its root, and where the document begins. */
  private record Position(int document, String pointer, JsonLocation start) {
    Position at(String more) {
      return new Position(document, pointer + more, start);
    }
  }

  private void readDocument(JsonNode node, Position position) throws Unreadable {
    String kind = node.path("kind").asText("");
    String apiVersion = node.path("apiVersion").asText("");
    if (kind.isEmpty() || apiVersion.isEmpty()) {
      throw unreadable(position, "not a Kubernetes object: apiVersion or kind is missing");
    }
    JsonNode items = node.path("items");
    if (kind.endsWith("List") && items.isArray()) {
      String itemKind = kind.substring(0, kind.length() - "List".length());
      for (int i = 0; i < items.size(); i++) {
        JsonNode item = items.get(i);
        readObject(
            item.path("apiVersion").asText(apiVersion),
            item.path("kind").asText(itemKind),
            item,
            position.at("/items/" + i));
      }
    } else {
      readObject(apiVersion, kind, node, position);
    }
  }

  private void readObject(String apiVersion, String kind, JsonNode node, Position position)
      throws Unreadable {
    Optional<ObjectKind> known = ObjectKind.of(apiVersion, kind);
    if (known.isEmpty()) {
      return;
    }
    try {
      ObjectChange change =
          ObjectReduction.seen(
              known.get(), mapper.treeToValue(node, ObjectReduction.model(known.get())));
      if (change.object().isPresent()) {
        keep(change.object().get(), place(position));
      }
    } catch (UnreadableObjectException e) {
      throw unreadable(position, String.valueOf(e.getMessage()));
    } catch (JsonMappingException e) {
      Position field = position.at(SyntaxProblem.pointer(e));
      throw unreadable(field, SyntaxProblem.field(e) + SyntaxProblem.firstLine(e));
    } catch (JsonProcessingException e) {
      throw unreadable(position, SyntaxProblem.firstLine(e));
    }
  }

  private void keep(Observed object, String place) {
    Located first = objects.putIfAbsent(object.ref(), new Located(object, place));
    if (first != null) {
      findings.add(
          new Finding(
              FindingCode.OBJECT_DUPLICATE,
              place,
              "%s is also at %s, which is used".formatted(object.ref(), first.place())));
    }
  }

  private Unreadable unreadable(Position position, String message) {
    return new Unreadable(new Finding(FindingCode.INPUT_UNREADABLE, place(position), message));
  }

  private String place(Position position) {
    JsonLocation at = position.start();
    if (!position.pointer().isEmpty()) {
      at = FieldLocator.find(mapper, content, position.document(), position.pointer()).orElse(at);
    }
    return "%s:%d:%d".formatted(path, at.getLineNr(), Math.max(1, at.getColumnNr()));
  }

  private static boolean isBlank(byte[] content) {
    for (byte b : content) {
      // NUL too: what a file holds after a crash before its data was written.
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t' && b != 0) {
        return false;
      }
    }
    return true;
  }

  private static final class Unreadable extends Exception {
    private final transient Finding finding;

    Unreadable(Finding finding) {
      super(finding.toString());
      this.finding = finding;
    }
  }
}
