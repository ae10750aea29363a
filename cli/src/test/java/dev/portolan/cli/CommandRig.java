package dev.portolan.cli;

import dev.portolan.cli.hub.FakeHub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.SampleRegistry;
import dev.portolan.cli.shell.Pause;
import dev.portolan.cli.shell.Shell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** Runs command lines against a fake hub and keeps what they print. */
final class CommandRig implements AutoCloseable {
  final FakeHub hub = new FakeHub();
  final Map<String, String> environment = new HashMap<>();

  /** As of a terminal; 0 is none. */
  int width;

  /** Thread-safe, so that a test may read what a watch has printed so far. */
  final StringWriter out = new StringWriter();

  final StringWriter err = new StringWriter();

  int run(String... arguments) {
    return run(hub, duration -> {}, arguments);
  }

  int run(HubChannels channels, Pause pause, String... arguments) {
    Shell shell =
        new Shell(
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            width,
            environment,
            () -> SampleRegistry.NOW);
    int exitCode = CommandLines.of(shell, channels, pause).execute(arguments);
    shell.out().flush();
    shell.err().flush();
    return exitCode;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  @Override
  public void close() {
    hub.close();
  }
}
