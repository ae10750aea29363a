package dev.portolan.cli.demo;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import dev.portolan.cli.shell.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One change, from file to file: a service loses all its pods in one cluster, and a cluster on
 * another network stops sending traffic there.
 */
final class ScaleToZero {
  private static final String CLUSTER = "east-2";
  private static final String OBSERVER = "west-1";
  private static final String SERVICE = "reviews";

  private final Path input;
  private final Follower follower;

  /**
   * Finds the files.
   *
   * @throws CommandException if the observer does not have the service
   */
  ScaleToZero(DemoDirectory files, Patience patience) {
    this.input = files.input(CLUSTER).resolve(SERVICE + ".yaml");
    this.follower = new Follower(files, OBSERVER, SERVICE, patience);
  }

  /** The file that follows. */
  Path output() {
    return follower.output();
  }

  String sentence() {
    return "%s in %s scaled to zero; its ServiceEntry in %s".formatted(SERVICE, CLUSTER, OBSERVER);
  }

  /** Makes the change and waits for what follows, as {@link Follower#change} does. */
  Effect run() throws InterruptedException {
    try {
      return follower.change(input, WithoutPods.of(Files.readAllBytes(input)));
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot make the change: " + IoReason.of(e), e);
    }
  }
}
