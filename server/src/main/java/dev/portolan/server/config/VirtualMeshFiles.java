package dev.portolan.server.config;

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

/**
 * The virtual meshes of one file, or of the {@code .yaml} and {@code .yml} files of one directory.
 * There must be at least one: an emptied place is taken for a mistake, not for the wish to have
 * none.
 */
public final class VirtualMeshFiles {
  private final Path place;

  public VirtualMeshFiles(Path place) {
    this.place = place;
  }

  /** The virtual meshes, and all that is wrong; the meshes count only when nothing is. */
  public record Content(List<VirtualMesh> meshes, List<Problem> problems) {
    public Content {
      meshes = List.copyOf(meshes);
      problems = List.copyOf(problems);
    }
  }

  /** Reads what is there now; never fails. */
  public Content read() {
    List<Problem> problems = new ArrayList<>();
    return parse(texts(problems), problems);
  }

  /** The files' texts by path; what cannot be read is added to the problems. */
  SortedMap<Path, String> texts(List<Problem> problems) {
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
  Content parse(SortedMap<Path, String> texts, List<Problem> found) {
    List<Problem> problems = new ArrayList<>(found);
    List<VirtualMesh> meshes = new ArrayList<>();
    Map<String, Path> places = new HashMap<>();
    texts.forEach(
        (file, text) -> {
          for (VirtualMesh mesh : meshesOf(file, text, problems)) {
            Path earlier = places.put(mesh.key().name(), file);
            if (earlier != null) {
              problems.add(
                  new Problem(
                      file.toString(),
                      "virtual mesh '%s' is in %s already".formatted(mesh.key().name(), earlier)));
            }
            meshes.add(mesh);
          }
        });
    if (meshes.isEmpty() && problems.isEmpty()) {
      problems.add(new Problem(place.toString(), "has no virtual mesh in it"));
    }
    return new Content(meshes, problems);
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

  private static List<VirtualMesh> meshesOf(Path file, String text, List<Problem> problems) {
    List<VirtualMesh> meshes = new ArrayList<>();
    try {
      for (Node document : new Yaml(new LoaderOptions()).composeAll(new StringReader(text))) {
        VirtualMeshDocument.read(file.toString(), document, problems).ifPresent(meshes::add);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem(file + ":" + line, "is not valid YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem(file.toString(), "is not valid YAML: " + e.getMessage()));
    }
    return meshes;
  }
}
