package dev.portolan.source;

import dev.portolan.agent.session.HubChannel;
import dev.portolan.registry.Cluster;
import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import dev.portolan.source.config.ConsulConfig;
import dev.portolan.source.config.SourceConfig;
import dev.portolan.source.consul.ConsulLocalServices;
import dev.portolan.source.consul.http.ConsulTlsException;
import dev.portolan.source.consul.http.HttpConsul;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A source as a process. Exit codes: 0 after {@code --help} and the like, 2 told something wrong, 1
 * anything else that keeps it from running; a signal ends it in good order with that signal's code.
 */
public final class SourceMain {
  private static final int FAILED = 1;
  private static final int MISCONFIGURED = 2;
  private static final String USAGE =
      """
      Usage: portolan source KIND [--config FILE] [--KEY VALUE]...

      Reports what a foreign registry has to the hub, as one origin.

        consul   a Consul datacentre, by its HTTP API

      'portolan source KIND --help' shows the settings.""";

  private final PrintStream out;
  private final PrintStream err;

  SourceMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs a source until the process is asked to end (SIGTERM, SIGINT). */
  public static void main(String[] arguments) {
    int code = new SourceMain(System.out, System.err).run(List.of(arguments), System.getenv());
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a source until it has ended; the exit code. */
  int run(List<String> arguments, Map<String, String> environment) {
    String kind = arguments.isEmpty() ? "" : arguments.get(0);
    if (kind.equals("--help") || kind.equals("-h")) {
      out.println(USAGE);
      return 0;
    }
    if (!kind.equals("consul")) {
      err.println(
          kind.isEmpty()
              ? "portolan-source: which kind of registry? 'consul' is known"
              : "portolan-source: '%s' is no kind of registry that is known; 'consul' is"
                  .formatted(kind));
      return MISCONFIGURED;
    }
    Binding binding =
        ConsulConfig.PROGRAM.bind(arguments.subList(1, arguments.size()), environment);
    if (binding instanceof Binding.Answered answered) {
      out.println(answered.text());
      return 0;
    }
    if (binding instanceof Binding.Refused refused) {
      return refuse(refused.problems());
    }
    List<Problem> problems = new ArrayList<>();
    ConsulConfig config = ConsulConfig.of(((Binding.Bound) binding).values(), problems);
    return problems.isEmpty() ? serve(config) : refuse(problems);
  }

  private int serve(ConsulConfig config) {
    try {
      Source source = start(config);
      out.printf(
          "portolan-source: %s reports Consul at %s to %s%n",
          config.source().origin(), config.endpoint().address(), config.source().hub());
      out.flush();
      return untilEnd(source);
    } catch (ConsulTlsException e) {
      err.println("portolan-source: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("portolan-source: interrupted");
      return FAILED;
    }
  }

  private static Source start(ConsulConfig config) throws ConsulTlsException {
    SourceConfig source = config.source();
    return Source.start(
        source.origin(),
        new ConsulLocalServices(
            new HttpConsul(config.endpoint()),
            new ServiceMapping(source.origin(), config.rules()),
            Cluster.ofSource(
                source.origin(), source.network(), source.locality(), source.reachableFrom()),
            config.pace(),
            SourceLoop.start()),
        HubChannel.plaintext(source.hub().toString()));
  }

  private static int untilEnd(Source source) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  source.close();
                  ended.countDown();
                },
                "source-shutdown"));
    ended.await();
    return 0;
  }

  private int refuse(List<Problem> problems) {
    problems.forEach(problem -> err.println("portolan-source: " + problem));
    return MISCONFIGURED;
  }
}
