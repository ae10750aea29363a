package dev.portolan.cli.demo;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the programs and the example lie.
 *
 * @param root of the checkout, as the launcher gives it
 */
record Checkout(Path root) {
  private static final String PROPERTY = "portolan.home";

  /** The checkout that this program was started from. */
  static Checkout find() {
    String home = System.getProperty(PROPERTY, "");
    Checkout checkout = new Checkout(Path.of(home).toAbsolutePath().normalize());
    if (home.isEmpty() || !Files.isDirectory(checkout.example())) {
      throw new CommandException(
          ExitCode.FAILED,
          "the demo needs a checkout with examples/bookinfo; start it as ./portolan demo (or set -D%s)"
              .formatted(PROPERTY));
    }
    return checkout;
  }

  Path example() {
    return root.resolve("examples/bookinfo");
  }

  /** What the story of a Consul has beside the three clusters. */
  Path consulExample() {
    return root.resolve("examples/consul");
  }

  Path demoDirectory() {
    return root.resolve("target/demo");
  }

  /** The jar of a module that runs; its manifest names the rest of the class path. */
  Path jar(String module) {
    return root.resolve(module).resolve("target").resolve("portolan-" + module + ".jar");
  }
}
