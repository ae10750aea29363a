package dev.portolan.cli.get;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Pause;
import dev.portolan.cli.shell.Shell;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Follows one kind until interrupted. A hub that cannot be reached at the start is an error; one
 * that is lost later is waited for. Used by one thread.
 */
final class Watch<T> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Hub hub;
  private final Resources<T> resources;
  private final Shell shell;
  private final Pause pause;
  private final WatchView<T> view;
  private boolean everComplete;
  private boolean lost;
  private Duration nextPause = FIRST_PAUSE;

  Watch(Hub hub, Resources<T> resources, WatchPrinter<T> printer, Shell shell, Pause pause) {
    this.hub = hub;
    this.resources = resources;
    this.shell = shell;
    this.pause = pause;
    this.view = new WatchView<>(resources, printer, this::complete);
  }

  /** Returns the exit code. */
  int run(Selection selection) {
    while (true) {
      try {
        CommandException failure = followOnce(selection);
        if (Thread.currentThread().isInterrupted()) {
          return ExitCode.INTERRUPTED;
        }
        if (!everComplete || !mayPass(failure)) {
          throw failure;
        }
        if (!lost) {
          lost = true;
          shell.say("lost the hub (" + failure.getMessage() + "); trying again");
        }
        pause.pause(jittered());
      } catch (InterruptedException e) {
        return ExitCode.INTERRUPTED;
      }
    }
  }

  private CommandException followOnce(Selection selection) throws InterruptedException {
    try {
      resources.follow(hub, selection, view, pause);
      return new CommandException(
          ExitCode.UNAVAILABLE, "the hub at %s ended the stream".formatted(hub.address()));
    } catch (StatusRuntimeException e) {
      return hub.failure(e);
    } catch (CommandException e) {
      return e;
    }
  }

  private static boolean mayPass(CommandException failure) {
    return failure.exitCode() != ExitCode.AUTH && failure.exitCode() != ExitCode.USAGE;
  }

  private void complete() {
    everComplete = true;
    nextPause = FIRST_PAUSE;
    if (lost) {
      lost = false;
      shell.say("the hub at %s answers again".formatted(hub.address()));
    }
  }

  private Duration jittered() {
    long most = nextPause.toMillis();
    Duration doubled = nextPause.multipliedBy(2);
    nextPause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }
}
