package dev.portolan.cli;

import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.shell.Pause;
import dev.portolan.cli.shell.Shell;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine.Help.Ansi;

/** The program {@code portolan}. */
public final class PortolanMain {
  /** The launcher's word on the terminal's width; not there when the output is no terminal. */
  private static final String WIDTH = "portolan.columns";

  private PortolanMain() {}

  public static void main(String[] args) {
    Shell shell =
        new Shell(
            utf8(System.out),
            utf8(System.err),
            Ansi.AUTO.enabled(),
            Integer.getInteger(WIDTH, 0),
            System.getenv(),
            InstantSource.system());
    int exitCode = CommandLines.of(shell, HubChannels.tcp(), Pause.ofClock()).execute(args);
    shell.out().flush();
    shell.err().flush();
    System.exit(exitCode);
  }

  /** JSON and YAML are UTF-8 whatever the locale says. */
  private static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }
}
