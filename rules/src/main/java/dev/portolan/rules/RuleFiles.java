package dev.portolan.rules;

import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.settings.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** The rules of one file, or of the {@code .yaml} and {@code .yml} files of one directory. */
public final class RuleFiles {
  private final Path place;

  private final boolean whole;

  private RuleFiles(Path place, boolean whole) {
    this.place = place;
    this.whole = whole;
  }

  /**
   * All rules of a hub. There must be a virtual mesh: an emptied place is taken for a mistake, not
   * for the wish to have none.
   */
  public static RuleFiles ofHub(Path place) {
    return new RuleFiles(place, true);
  }

  /** Some rules, at least one. */
  public static RuleFiles some(Path place) {
    return new RuleFiles(place, false);
  }

  /** The rules, and all that is wrong; the rules count only when nothing is. */
  public record Content(List<Rule> rules, List<Problem> problems) {
    public Content {
      rules = List.copyOf(rules);
      problems = List.copyOf(problems);
    }
  }

  /** Reads what is there now; never fails. */
  public Content read() {
    List<Problem> problems = new ArrayList<>();
    return parse(texts(problems), problems);
  }

  /** The files' texts by path; what cannot be read is added to the problems. */
  public SortedMap<Path, String> texts(List<Problem> problems) {
    SortedMap<Path, String> texts = new TreeMap<>();
    for (Path file : files(problems)) {
      try {
        texts.put(file, Files.readString(file));
      } catch (IOException e) {
        problems.add(new Problem(file.toString(), "cannot be read as UTF-8 text: " + e));
      }
    }
    return texts;
  }

  /** What texts say, with the problems so far. */
  public Content parse(SortedMap<Path, String> texts, List<Problem> found) {
    List<Problem> problems = new ArrayList<>(found);
    List<Rule> rules = new ArrayList<>();
    Map<ResourceKey, Path> places = new HashMap<>();
    texts.forEach(
        (file, text) -> {
          for (Rule rule : rulesOf(file, text, problems)) {
            Path earlier = places.put(rule.key(), file);
            if (earlier != null) {
              problems.add(
                  new Problem(
                      file.toString(),
                      "%s is in %s already".formatted(RuleNames.of(rule), earlier)));
            }
            rules.add(rule);
          }
        });
    boolean enough = rules.stream().anyMatch(rule -> !whole || rule instanceof VirtualMesh);
    if (!enough && problems.isEmpty()) {
      problems.add(
          new Problem(
              place.toString(), "has no %s in it".formatted(whole ? "virtual mesh" : "rule")));
    }
    return new Content(rules, problems);
  }

  private List<Path> files(List<Problem> problems) {
    if (!Files.isDirectory(place)) {
      if (!Files.exists(place)) {
        problems.add(new Problem(place.toString(), "there is no such file or directory"));
        return List.of();
      }
      return List.of(place);
    }
    try (Stream<Path> entries = Files.list(place)) {
      return entries
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      problems.add(new Problem(place.toString(), "cannot be listed: " + e));
      return List.of();
    }
  }

  private static List<Rule> rulesOf(Path file, String text, List<Problem> problems) {
    List<Rule> rules = new ArrayList<>();
    try {
      for (Node document : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
        RuleDocument.read(file.toString(), document, problems).ifPresent(rules::add);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem(file + ":" + line, "is not valid YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem(file.toString(), "is not valid YAML: " + e.getMessage()));
    }
    return rules;
  }
}
