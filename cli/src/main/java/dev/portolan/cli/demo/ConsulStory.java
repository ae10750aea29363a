package dev.portolan.cli.demo;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service moves from a virtual machine into a mesh: an instance that is registered in a Consul
 * becomes routable in every mesh, a cluster offers the service too and is failed over to while the
 * machine is ill, and at last has it alone. Everything shown is what the hub answers and what the
 * agents wrote.
 */
final class ConsulStory {
  /** The rules that the story needs, with the virtual mesh: the source is a member. */
  static final String RULES = "mesh.yaml";

  /** What a cluster has as soon as it offers the service. */
  static final String MANIFEST = "shipping.yaml";

  /** The origin that stands for the Consul. */
  static final String SOURCE = "consul-dc1";

  static final String NAMESPACE = "bookinfo";
  static final String SERVICE = "shipping";
  static final String ADDRESS = "10.77.0.1";
  static final int PORT = 9080;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final String CLUSTER = "east-1";
  private static final String OBSERVER = "east-2";
  private static final String FAR = "west-1";

  private final DemoDirectory files;
  private final Path manifest;
  private final Instance instance;
  private final Narration narration;
  private final Patience patience;

  /** The instance of the service that a virtual machine has, in Consul. */
  interface Instance {
    void register() throws InterruptedException;

    /** Its check fails from now on. */
    void fail() throws InterruptedException;

    /** Its check passes again. */
    void pass() throws InterruptedException;

    void deregister() throws InterruptedException;
  }

  /**
   * A story that nobody has begun.
   *
   * @param manifest {@link #MANIFEST} of the example
   */
  ConsulStory(
      DemoDirectory files,
      Path manifest,
      Instance instance,
      Narration narration,
      Patience patience) {
    this.files = files;
    this.manifest = manifest;
    this.instance = instance;
    this.narration = narration;
    this.patience = patience;
  }

  /**
   * Tells it. At its end nothing is registered any more.
   *
   * @param check looks after the processes while this waits
   * @return a file that followed
   * @throws CommandException when something does not happen in time; or as {@code check}
   */
  Path tell(Convergence.Check check) throws InterruptedException {
    narration.rules(files.rules().resolve(RULES));
    registered(check);
    Follower follower = new Follower(files, OBSERVER, SERVICE, patience);
    moved(follower, check);
    return follower.output();
  }

  private void registered(Convergence.Check check) throws InterruptedException {
    instance.register();
    Duration took = written(check);
    Path entry = Follower.find(files.output(OBSERVER), SERVICE).orElseThrow();
    narration.say(
        "1. A virtual machine at %s:%d is registered in Consul as %s. %d ms later the agents of %s have written it; %s:"
            .formatted(
                ADDRESS,
                PORT,
                SERVICE,
                took.toMillis(),
                String.join(", ", files.clusters()),
                entry));
    narration.quote(
        new Follower(files, OBSERVER, SERVICE, patience).spec().strip().lines().toList());
    narration.explained(FAR, List.of(SOURCE), check);
  }

  private void moved(Follower follower, Convergence.Check check) throws InterruptedException {
    Path input = files.input(CLUSTER).resolve(MANIFEST);
    Effect joined = follower.change(input, Narration.read(manifest));
    narration.followed("2. %s gets pods of %s, too".formatted(CLUSTER, SERVICE), OBSERVER, joined);
    narration.explained(OBSERVER, List.of(SOURCE, CLUSTER), check);
    narration.say(
        "%s reaches %s through its gateway only, which takes mesh mTLS. The machine has none, so it is left out there:"
            .formatted(FAR, CLUSTER));
    narration.explained(FAR, List.of(CLUSTER), check);

    String before = follower.spec();
    Effect ill = follower.follow("the check failed", instance::fail);
    narration.followed("3. The machine's check fails in Consul", OBSERVER, ill);
    narration.explained(OBSERVER, List.of(CLUSTER), check);

    Effect well = follower.follow("the check passed", instance::pass);
    narration.restored("4. It passes again", OBSERVER, follower, before, well);
    narration.explained(OBSERVER, List.of(SOURCE, CLUSTER), check);

    Effect gone = follower.follow("it was deregistered", instance::deregister);
    narration.followed("5. The machine is deregistered", OBSERVER, gone);
    narration.explained(OBSERVER, List.of(CLUSTER), check);
  }

  /** From the moment it was registered until every cluster's agent has written it. */
  private Duration written(Convergence.Check check) throws InterruptedException {
    long start = patience.nanoTime().getAsLong();
    List<String> missing =
        patience.until(
            TIMEOUT,
            POLL,
            () -> {
              check.check();
              return files.clusters().stream().filter(each -> !hasWritten(each)).toList();
            },
            List::isEmpty);
    if (!missing.isEmpty()) {
      throw new CommandException(
          ExitCode.TIMEOUT,
          "after %d s the agents of %s have not written %s, which is registered in Consul; see %s"
              .formatted(TIMEOUT.toSeconds(), String.join(", ", missing), SERVICE, files.logs()));
    }
    return Duration.ofNanos(patience.nanoTime().getAsLong() - start);
  }

  private boolean hasWritten(String cluster) {
    Optional<Path> entry = Follower.find(files.output(cluster), SERVICE);
    try {
      return entry.isPresent() && Files.readString(entry.get()).contains(ADDRESS);
    } catch (IOException e) {
      return false; // about to be replaced
    }
  }
}
