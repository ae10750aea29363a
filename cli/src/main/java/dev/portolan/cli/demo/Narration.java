package dev.portolan.cli.demo;

import dev.portolan.cli.explain.HostStory;
import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import dev.portolan.cli.shell.Paragraph;
import dev.portolan.cli.shell.Patience;
import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.ExplainHostResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a story about one host is told: in sentences, by what files say, and by what the hub answers,
 * which is waited for.
 *
 * @param host as {@code portolan explain host} takes it
 * @param logs where to look when something does not happen
 */
record Narration(
    Shell shell, HubAddress hub, String host, Path logs, Explainer explainer, Patience patience) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int USUAL_WIDTH = 100;

  /** Asks the hub where a host leads in a cluster. */
  @FunctionalInterface
  interface Explainer {
    ExplainHostResponse explain(String host, String cluster);
  }

  /** The documents that the story is about. */
  void rules(Path file) {
    say("The rules that this is about, in %s:".formatted(file));
    quote(new String(read(file), StandardCharsets.UTF_8).lines().toList());
  }

  void say(String text) {
    shell.out().println();
    Paragraph.lines(text, shell.width() == 0 ? USUAL_WIDTH : shell.width())
        .forEach(shell.out()::println);
  }

  void quote(List<String> lines) {
    shell.out().println();
    lines.forEach(line -> shell.out().println("  " + PlainText.of(line)));
  }

  /** {@code <what>. 12 ms later the agent of <observer>}. */
  static String sentence(String what, Effect effect, String observer) {
    return "%s. %d ms later the agent of %s".formatted(what, effect.took().toMillis(), observer);
  }

  /** Something happened, and the file that follows shows it. */
  void followed(String what, String observer, Effect effect) {
    say(sentence(what, effect, observer) + " has written:");
    quote(effect.difference());
  }

  /** Something was undone, and the file that follows is what it was, or shows how it differs. */
  void restored(String what, String observer, Follower follower, String before, Effect effect) {
    if (follower.spec().equals(before)) {
      say(sentence(what, effect, observer) + " has written what was there before.");
    } else {
      followed(what, observer, effect);
    }
  }

  /**
   * Waits until the hub explains the host so in a cluster, and the agent there has it in force;
   * then shows what it says.
   *
   * @param order who is asked, in this order
   * @throws CommandException when that does not happen in time; or as {@code check}
   */
  void explained(String cluster, List<String> order, Convergence.Check check)
      throws InterruptedException {
    ExplainHostResponse answer =
        patience.until(
            TIMEOUT,
            POLL,
            () -> {
              check.check();
              return explainer.explain(host, cluster);
            },
            now -> HostOrder.of(now).equals(order) && now.getAgent().getUpToDate());
    if (!HostOrder.of(answer).equals(order)) {
      throw late(
          "%s was to send requests for %s to %s, but sends them to %s"
              .formatted(cluster, host, words(order), words(HostOrder.of(answer))));
    }
    if (!answer.getAgent().getUpToDate()) {
      throw late("the agent of %s does not have it in force".formatted(cluster));
    }
    PrintWriter out = shell.out();
    out.println();
    out.println("$ portolan explain host %s --in %s --hub %s".formatted(host, cluster, hub));
    new HostStory(answer, "", shell).print();
    shell.flush();
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot read " + IoReason.of(e), e);
    }
  }

  private CommandException late(String what) {
    return new CommandException(
        ExitCode.TIMEOUT, "after %d s %s; see %s".formatted(TIMEOUT.toSeconds(), what, logs));
  }

  private static String words(List<String> order) {
    return order.isEmpty() ? "nobody" : String.join(", then ", order);
  }
}
