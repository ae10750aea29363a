package dev.portolan.rules;

import dev.portolan.settings.Nearest;
import dev.portolan.settings.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping in a YAML file whose fields are known beforehand: every other field, and every value of
 * another shape, becomes a problem with its file and line.
 */
final class YamlMapping {
  private final String file;
  private final String path;
  private final Node node;
  private final List<Problem> problems;
  private final int before;
  private final Map<String, Node> fields = new LinkedHashMap<>();

  /** A text and the line where it stands. */
  record Located(String text, Node node) {}

  private YamlMapping(String file, String path, Node node, List<Problem> problems) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.problems = problems;
    this.before = problems.size();
  }

  /** Whether no problem has been added since the mapping was read: with it, or after it. */
  boolean sound() {
    return problems.size() == before;
  }

  /** Whether a field is there. */
  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Reads a node that is to be a mapping with these fields. */
  static Optional<YamlMapping> of(
      String file, String path, Node node, Set<String> known, List<Problem> problems) {
    YamlMapping mapping = new YamlMapping(file, path, node, problems);
    if (!(node instanceof MappingNode tuples)) {
      mapping.problem(node, (path.isEmpty() ? "the document" : path) + " is to be a mapping");
      return Optional.empty();
    }
    for (NodeTuple tuple : tuples.getValue()) {
      mapping.add(tuple, known);
    }
    return Optional.of(mapping);
  }

  private void add(NodeTuple tuple, Set<String> known) {
    String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    if (!known.contains(name)) {
      problem(
          tuple.getKeyNode(),
          "there is no field '%s'%s".formatted(in(name), Nearest.hint(name, known)));
    } else if (fields.put(name, tuple.getValueNode()) != null) {
      problem(tuple.getKeyNode(), in(name) + " is there twice");
    }
  }

  /** A field that must be a mapping; a problem when it is missing. */
  Optional<YamlMapping> mapping(String name, Set<String> known) {
    return required(name).flatMap(value -> of(file, in(name), value, known, problems));
  }

  /** A field that may be left out. */
  Optional<YamlMapping> optionalMapping(String name, Set<String> known) {
    return fields.containsKey(name) ? mapping(name, known) : Optional.empty();
  }

  /** A text that must be there. */
  Optional<Located> text(String name) {
    return required(name).flatMap(value -> scalar(in(name), value));
  }

  /** A text that may be left out. */
  Optional<Located> optionalText(String name) {
    return fields.containsKey(name) ? text(name) : Optional.empty();
  }

  /** A sequence of texts that must be there. */
  List<Located> texts(String name) {
    List<Located> texts = new ArrayList<>();
    required(name)
        .ifPresent(
            value -> {
              if (value instanceof SequenceNode sequence) {
                sequence.getValue().forEach(each -> scalar(in(name), each).ifPresent(texts::add));
              } else {
                problem(value, in(name) + " is to be a sequence");
              }
            });
    return texts;
  }

  /** A mapping of texts to texts, which may be left out. */
  Map<String, Located> optionalTextsByName(String name) {
    Map<String, Located> texts = new LinkedHashMap<>();
    Node value = fields.get(name);
    if (value instanceof MappingNode tuples) {
      for (NodeTuple tuple : tuples.getValue()) {
        Optional<Located> key = scalar("a key of " + in(name), tuple.getKeyNode());
        Optional<Located> text = scalar(in(name), tuple.getValueNode());
        if (key.isPresent()
            && text.isPresent()
            && texts.put(key.get().text(), text.get()) != null) {
          problem(tuple.getKeyNode(), "%s has %s twice".formatted(in(name), key.get().text()));
        }
      }
    } else if (value != null) {
      problem(value, in(name) + " is to be a mapping");
    }
    return texts;
  }

  /** A mapping of texts to mappings with these fields, which may be left out. */
  Map<String, YamlMapping> optionalMappingsByName(String name, Set<String> known) {
    Map<String, YamlMapping> mappings = new LinkedHashMap<>();
    Node value = fields.get(name);
    if (value instanceof MappingNode tuples) {
      for (NodeTuple tuple : tuples.getValue()) {
        Optional<Located> key = scalar("a key of " + in(name), tuple.getKeyNode());
        Optional<YamlMapping> found = of(file, in(name), tuple.getValueNode(), known, problems);
        if (key.isPresent()
            && found.isPresent()
            && mappings.put(key.get().text(), found.get()) != null) {
          problem(tuple.getKeyNode(), "%s has %s twice".formatted(in(name), key.get().text()));
        }
      }
    } else if (value != null) {
      problem(value, in(name) + " is to be a mapping");
    }
    return mappings;
  }

  /** A sequence of mappings with these fields, which may be left out. */
  List<YamlMapping> optionalMappings(String name, Set<String> known) {
    List<YamlMapping> mappings = new ArrayList<>();
    if (fields.get(name) instanceof SequenceNode sequence) {
      sequence
          .getValue()
          .forEach(each -> of(file, in(name), each, known, problems).ifPresent(mappings::add));
    } else if (fields.containsKey(name)) {
      problem(node, in(name) + " is to be a sequence");
    }
    return mappings;
  }

  /** Adds a problem with a value of this mapping. */
  void problem(Node at, String description) {
    int line = at.getStartMark().getLine() + 1;
    problems.add(new Problem(file + ":" + line, description));
  }

  Node node() {
    return node;
  }

  private Optional<Node> required(String name) {
    Optional<Node> value = Optional.ofNullable(fields.get(name));
    if (value.isEmpty()) {
      problem(node, in(name) + " is missing");
    }
    return value;
  }

  private Optional<Located> scalar(String where, Node value) {
    if (value instanceof ScalarNode scalar) {
      return Optional.of(new Located(scalar.getValue(), value));
    }
    problem(value, where + " is to be a text");
    return Optional.empty();
  }

  private String in(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
