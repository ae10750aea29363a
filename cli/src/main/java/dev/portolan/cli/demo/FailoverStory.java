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
 * A failover, explained before and after: a service that two clusters offer loses its pods in the
 * one that a failover policy puts first, and gets them back; then the agent there is lost, and
 * comes back. Everything shown is what the hub answers and what the agents wrote.
 */
final class FailoverStory {
  /** The rules of the example that the story needs beside the virtual mesh. */
  static final String RULES = "failover.yaml";

  /** A lease of 3 s, so that nobody has to wait long for a loss. */
  static final List<String> HUB_OPTIONS = List.of("--heartbeat-interval", "1s");

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String FIRST = "east-1";
  private static final String SECOND = "west-1";
  private static final String OBSERVER = "east-2";
  private static final String NAMESPACE = "bookinfo";
  private static final String SERVICE = "details";

  private static final int USUAL_WIDTH = 100;

  private final Shell shell;
  private final DemoDirectory files;
  private final HubAddress hub;
  private final Explainer explainer;
  private final Agents agents;
  private final Patience patience;
  private final Follower follower;

  /** Asks the hub where a host leads in a cluster. */
  @FunctionalInterface
  interface Explainer {
    ExplainHostResponse explain(String host, String cluster);
  }

  /** Ends and starts the agents of clusters. */
  interface Agents {
    void stop(String cluster);

    void start(String cluster);
  }

  /**
   * Finds the files.
   *
   * @throws CommandException if the observer does not have the service
   */
  FailoverStory(
      Shell shell,
      DemoDirectory files,
      HubAddress hub,
      Explainer explainer,
      Agents agents,
      Patience patience) {
    this.shell = shell;
    this.files = files;
    this.hub = hub;
    this.explainer = explainer;
    this.agents = agents;
    this.patience = patience;
    this.follower = new Follower(files, OBSERVER, SERVICE, patience);
  }

  /** The file that follows. */
  Path output() {
    return follower.output();
  }

  /**
   * Tells it.
   *
   * @param check looks after the processes while this waits
   * @throws CommandException when something does not happen in time; or as {@code check}
   */
  void tell(Convergence.Check check) throws InterruptedException {
    Path input = files.input(FIRST).resolve(SERVICE + ".yaml");
    byte[] whole = read(input);
    Path rules = files.rules().resolve(RULES);
    say("The rules that this is about, in %s:".formatted(rules));
    quote(new String(read(rules), StandardCharsets.UTF_8).lines().toList());
    explained("1. Both clusters have pods.", List.of(FIRST, SECOND), check);

    String before = follower.spec();

    Effect gone = follower.change(input, withoutPods(whole));
    say(sentence("2. %s in %s loses its pods".formatted(SERVICE, FIRST), gone) + " has written:");
    quote(gone.difference());
    explained("", List.of(SECOND), check);

    Effect back = follower.change(input, whole);
    restored("3. The pods are back", before, back);
    explained("", List.of(FIRST, SECOND), check);

    String agent = "the agent of " + FIRST;
    Effect lost = follower.follow(agent + " was stopped", () -> agents.stop(FIRST));
    say(
        sentence("4. The agent of %s is stopped, and is taken for lost".formatted(FIRST), lost)
            + " has written:");
    quote(lost.difference());
    explained("", List.of(SECOND, FIRST), check);

    Effect heard = follower.follow(agent + " was started", () -> agents.start(FIRST));
    restored("5. It is started again", before, heard);
    explained("", List.of(FIRST, SECOND), check);
  }

  /** Waits until the hub explains the host so, and the observer's agent has it in force. */
  private void explained(String heading, List<String> order, Convergence.Check check)
      throws InterruptedException {
    ExplainHostResponse answer =
        patience.until(
            TIMEOUT,
            POLL,
            () -> {
              check.check();
              return explainer.explain(NAMESPACE + "/" + SERVICE, OBSERVER);
            },
            now -> HostOrder.of(now).equals(order) && now.getAgent().getUpToDate());
    if (!HostOrder.of(answer).equals(order)) {
      throw late(
          "%s was to send requests for %s to %s, but sends them to %s"
              .formatted(OBSERVER, SERVICE, words(order), words(HostOrder.of(answer))));
    }
    if (!answer.getAgent().getUpToDate()) {
      throw late("the agent of %s does not have it in force".formatted(OBSERVER));
    }
    if (!heading.isEmpty()) {
      say(heading);
    }
    PrintWriter out = shell.out();
    out.println();
    out.println(
        "$ portolan explain host %s/%s --in %s --hub %s"
            .formatted(NAMESPACE, SERVICE, OBSERVER, hub));
    new HostStory(answer, "", shell).print();
    shell.flush();
  }

  private void restored(String what, String before, Effect effect) {
    boolean same = follower.spec().equals(before);
    say(sentence(what, effect) + (same ? " has written what was there before." : " has written:"));
    if (!same) {
      quote(effect.difference());
    }
  }

  private static String sentence(String what, Effect effect) {
    return "%s. %d ms later the agent of %s".formatted(what, effect.took().toMillis(), OBSERVER);
  }

  private void say(String text) {
    shell.out().println();
    Paragraph.lines(text, shell.width() == 0 ? USUAL_WIDTH : shell.width())
        .forEach(shell.out()::println);
  }

  private void quote(List<String> lines) {
    shell.out().println();
    lines.forEach(line -> shell.out().println("  " + PlainText.of(line)));
  }

  private CommandException late(String what) {
    return new CommandException(
        ExitCode.TIMEOUT,
        "after %d s %s; see %s".formatted(TIMEOUT.toSeconds(), what, files.logs()));
  }

  private static String words(List<String> order) {
    return order.isEmpty() ? "nobody" : String.join(", then ", order);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot read " + IoReason.of(e), e);
    }
  }

  private static byte[] withoutPods(byte[] documents) {
    try {
      return WithoutPods.of(documents);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot make the change: " + IoReason.of(e), e);
    }
  }
}
