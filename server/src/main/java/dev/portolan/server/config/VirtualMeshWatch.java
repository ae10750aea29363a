package dev.portolan.server.config;

import dev.portolan.registry.VirtualMesh;
import dev.portolan.settings.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changes of the virtual meshes' files into the registry. What is bad, empty or gone changes
 * nothing: the last good state stays, and the log says so once. Confined to the thread that polls;
 * one poll at a time.
 */
public final class VirtualMeshWatch {
  private static final Logger log = LoggerFactory.getLogger(VirtualMeshWatch.class);

  private final VirtualMeshFiles files;
  private final Function<List<VirtualMesh>, ? extends CompletionStage<?>> registry;
  private SortedMap<Path, String> seen = new TreeMap<>();
  private List<Problem> problems = List.of();
  private volatile List<VirtualMesh> accepted;

  /**
   * Watches files from a state on that the registry has already.
   *
   * @param registry takes the meshes; when that fails it is asked again at the next poll
   */
  public VirtualMeshWatch(
      VirtualMeshFiles files,
      List<VirtualMesh> accepted,
      Function<List<VirtualMesh>, ? extends CompletionStage<?>> registry) {
    this.files = files;
    this.accepted = accepted;
    this.registry = registry;
  }

  /**
   * Looks at the files. Whole texts are compared, because a second write within one tick of the
   * file system's clock would not show otherwise; they are small.
   */
  public void poll() {
    List<Problem> unreadable = new ArrayList<>();
    SortedMap<Path, String> texts = files.texts(unreadable);
    VirtualMeshFiles.Content content = files.parse(texts, unreadable);
    boolean changed = !texts.equals(seen);
    seen = texts;
    if (!content.problems().isEmpty()) {
      if (changed || problems.isEmpty()) {
        content
            .problems()
            .forEach(problem -> log.warn("{}; the virtual meshes stay as they were", problem));
      }
    } else {
      if (!problems.isEmpty()) {
        log.info("The virtual meshes' files are good again");
      }
      offer(content.meshes());
    }
    problems = content.problems();
  }

  private void offer(List<VirtualMesh> meshes) {
    List<VirtualMesh> before = accepted;
    if (meshes.equals(before)) {
      return;
    }
    accepted = meshes;
    log.info("Virtual meshes changed: {}", meshes.stream().map(mesh -> mesh.key().name()).toList());
    // Dropped: the failure is dealt with here.
    var unused =
        registry
            .apply(meshes)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    accepted = before;
                    log.warn("The registry did not take the virtual meshes; trying again", failure);
                  }
                });
  }
}
