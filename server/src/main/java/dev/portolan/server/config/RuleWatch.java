package dev.portolan.server.config;

import dev.portolan.registry.Rule;
import dev.portolan.rules.RuleFiles;
import dev.portolan.rules.RuleNames;
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
 * Brings changes of the rules' files into the registry. What is bad, empty or gone changes nothing:
 * the last good state stays, and the log says so once. Confined to the thread that polls; one poll
 * at a time.
 */
public final class RuleWatch {
  private static final Logger log = LoggerFactory.getLogger(RuleWatch.class);

  private final RuleFiles files;
  private final Function<List<Rule>, ? extends CompletionStage<?>> registry;
  private SortedMap<Path, String> seen = new TreeMap<>();
  private List<Problem> problems = List.of();
  private volatile List<Rule> accepted;

  /**
   * Watches files from a state on that the registry has already.
   *
   * @param registry takes the rules; when that fails it is asked again at the next poll
   */
  public RuleWatch(
      RuleFiles files,
      List<Rule> accepted,
      Function<List<Rule>, ? extends CompletionStage<?>> registry) {
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
    RuleFiles.Content content = files.parse(texts, unreadable);
    boolean changed = !texts.equals(seen);
    seen = texts;
    if (!content.problems().isEmpty()) {
      if (changed || problems.isEmpty()) {
        content.problems().forEach(problem -> log.warn("{}; the rules stay as they were", problem));
      }
    } else {
      if (!problems.isEmpty()) {
        log.info("The rules' files are good again");
      }
      offer(content.rules());
    }
    problems = content.problems();
  }

  private void offer(List<Rule> rules) {
    List<Rule> before = accepted;
    if (rules.equals(before)) {
      return;
    }
    accepted = rules;
    log.info("Rules changed: {}", rules.stream().map(RuleNames::of).toList());
    // Dropped: the failure is dealt with here.
    var unused =
        registry
            .apply(rules)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    accepted = before;
                    log.warn("The registry did not take the rules; trying again", failure);
                  }
                });
  }
}
