package dev.portolan.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layer of the file: a YAML mapping whose nested keys are paths joined by dots. Read token by
 * token, because a tree would not tell in which line a value stands.
 */
final class YamlFile {
  private final Path file;
  private final YAMLParser parser;
  private final List<Problem> problems;
  private final Map<String, Raw> values = new LinkedHashMap<>();

  private YamlFile(Path file, YAMLParser parser, List<Problem> problems) {
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  /** Every scalar by its path; problems name file, line and, for bad syntax, column. */
  static Map<String, Raw> read(Path file, List<Problem> problems) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      problems.add(new Problem(file.toString(), "there is no such file"));
      return Map.of();
    } catch (MalformedInputException e) {
      problems.add(new Problem(file.toString(), "is not UTF-8 text"));
      return Map.of();
    } catch (IOException e) {
      problems.add(new Problem(file.toString(), "cannot be read: " + e));
      return Map.of();
    }
    YAMLFactory yaml =
        YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build();
    try (YAMLParser parser = yaml.createParser(text)) {
      YamlFile reader = new YamlFile(file, parser, problems);
      reader.readDocument();
      return reader.values;
    } catch (JsonProcessingException e) {
      problems.add(new Problem(file + position(e.getLocation()), firstLine(e)));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
    return Map.of();
  }

  private void readDocument() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      add("a mapping of settings is expected");
      return;
    }
    readMapping("");
    if (parser.nextToken() != null) {
      add("one YAML document is expected, here begins another");
    }
  }

  private void readMapping(String prefix) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String path = prefix + parser.currentName();
      String origin = here();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        readMapping(path + '.');
      } else if (token == JsonToken.START_ARRAY) {
        readSequence(path, origin);
      } else if (token == JsonToken.VALUE_NULL || parser.isCurrentAlias()) {
        problems.add(
            new Problem(
                origin,
                path + (token == JsonToken.VALUE_NULL ? " has no value" : " is a YAML alias")));
      } else {
        put(path, parser.getText(), origin, false);
      }
    }
  }

  private void readSequence(String path, String origin) throws IOException {
    List<String> elements = new ArrayList<>();
    boolean plain = true;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token.isStructStart()) {
        depth++;
        plain = false;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (depth == 1) {
        elements.add(parser.getText());
        plain &= token != JsonToken.VALUE_NULL && !parser.isCurrentAlias();
      }
    }
    if (plain && elements.stream().noneMatch(element -> element.contains(","))) {
      put(path, String.join(",", elements), origin, true);
    } else {
      problems.add(new Problem(origin, path + " takes a sequence of plain values"));
    }
  }

  private void put(String path, String text, String origin, boolean sequence) {
    Raw earlier = values.put(path, new Raw(path, text, origin, sequence));
    if (earlier != null) {
      problems.add(new Problem(origin, path + " is set in " + earlier.origin() + " already"));
    }
  }

  private void add(String description) {
    problems.add(new Problem(here(), description));
  }

  private String here() {
    return file + ":" + parser.currentTokenLocation().getLineNr();
  }

  private static String position(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ":" + location.getLineNr() + ":" + location.getColumnNr();
  }

  private static String firstLine(JsonProcessingException e) {
    return "is not valid YAML: "
        + e.getOriginalMessage().lines().map(String::strip).findFirst().orElse("unreadable");
  }
}
