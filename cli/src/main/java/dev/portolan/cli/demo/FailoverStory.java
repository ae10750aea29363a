package dev.portolan.cli.demo;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import dev.portolan.cli.shell.Patience;
import dev.portolan.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.Path;
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

  private static final String FIRST = "east-1";
  private static final String SECOND = "west-1";
  private static final String OBSERVER = "east-2";
  private static final String NAMESPACE = "bookinfo";
  private static final String SERVICE = "details";

  private final DemoDirectory files;
  private final Agents agents;
  private final Narration narration;
  private final Follower follower;

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
      Narration.Explainer explainer,
      Agents agents,
      Patience patience) {
    this.files = files;
    this.agents = agents;
    this.narration =
        new Narration(shell, hub, NAMESPACE + "/" + SERVICE, files.logs(), explainer, patience);
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
    byte[] whole = Narration.read(input);
    narration.rules(files.rules().resolve(RULES));
    narration.say("1. Both clusters have pods.");
    narration.explained(OBSERVER, List.of(FIRST, SECOND), check);

    String before = follower.spec();

    Effect gone = follower.change(input, withoutPods(whole));
    narration.followed("2. %s in %s loses its pods".formatted(SERVICE, FIRST), OBSERVER, gone);
    narration.explained(OBSERVER, List.of(SECOND), check);

    Effect back = follower.change(input, whole);
    narration.restored("3. The pods are back", OBSERVER, follower, before, back);
    narration.explained(OBSERVER, List.of(FIRST, SECOND), check);

    String agent = "the agent of " + FIRST;
    Effect lost = follower.follow(agent + " was stopped", () -> agents.stop(FIRST));
    narration.followed(
        "4. The agent of %s is stopped, and is taken for lost".formatted(FIRST), OBSERVER, lost);
    narration.explained(OBSERVER, List.of(SECOND, FIRST), check);

    Effect heard = follower.follow(agent + " was started", () -> agents.start(FIRST));
    narration.restored("5. It is started again", OBSERVER, follower, before, heard);
    narration.explained(OBSERVER, List.of(FIRST, SECOND), check);
  }

  private static byte[] withoutPods(byte[] documents) {
    try {
      return WithoutPods.of(documents);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot make the change: " + IoReason.of(e), e);
    }
  }
}
