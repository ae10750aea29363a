package dev.portolan.source;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.session.HubConnector;
import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Program;
import dev.portolan.settings.Values;
import dev.portolan.source.config.ConsulConfig;
import dev.portolan.source.config.EurekaConfig;
import dev.portolan.source.config.SourceConfig;
import dev.portolan.source.config.ZooKeeperConfig;
import dev.portolan.source.consul.ConsulLocalServices;
import dev.portolan.source.consul.http.HttpConsul;
import dev.portolan.source.eureka.EurekaLocalServices;
import dev.portolan.source.eureka.http.HttpEureka;
import dev.portolan.source.http.TrustException;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.zookeeper.ZooKeeperLocalServices;
import dev.portolan.source.zookeeper.client.SessionZooKeeper;
import dev.portolan.tls.TlsFileException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

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

        consul      a Consul datacentre, by its HTTP API
        eureka      applications of a Eureka registry, by its REST API
        zookeeper   instances below paths of a ZooKeeper ensemble

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
    return switch (kind) {
      case "consul" ->
          run(ConsulConfig.PROGRAM, arguments, environment, ConsulConfig::of, this::serve);
      case "eureka" ->
          run(EurekaConfig.PROGRAM, arguments, environment, EurekaConfig::of, this::serve);
      case "zookeeper" ->
          run(ZooKeeperConfig.PROGRAM, arguments, environment, ZooKeeperConfig::of, this::serve);
      default -> {
        err.println(
            kind.isEmpty()
                ? "portolan-source: which kind of registry? 'consul', 'eureka' and 'zookeeper' are known"
                : "portolan-source: '%s' is no kind of registry that is known; 'consul', 'eureka' and 'zookeeper' are"
                    .formatted(kind));
        yield MISCONFIGURED;
      }
    };
  }

  private <C> int run(
      Program program,
      List<String> arguments,
      Map<String, String> environment,
      BiFunction<Values, List<Problem>, C> config,
      ToIntFunction<C> serve) {
    Binding binding = program.bind(arguments.subList(1, arguments.size()), environment);
    if (binding instanceof Binding.Answered answered) {
      out.println(answered.text());
      return 0;
    }
    if (binding instanceof Binding.Refused refused) {
      return refuse(refused.problems());
    }
    List<Problem> problems = new ArrayList<>();
    C bound = config.apply(((Binding.Bound) binding).values(), problems);
    return problems.isEmpty() ? serve.applyAsInt(bound) : refuse(problems);
  }

  private int serve(ConsulConfig config) {
    SourceConfig source = config.source();
    HttpConsul consul;
    try {
      consul = new HttpConsul(config.endpoint());
    } catch (TrustException e) {
      err.println("portolan-source: " + e.getMessage());
      return FAILED;
    }
    return serve(
        source,
        "Consul at " + config.endpoint().address(),
        ConsulLocalServices.of(
            consul,
            new ServiceMapping(source.origin(), config.rules()),
            source.facts(),
            config.pace(),
            SourceLoop.start()));
  }

  private int serve(EurekaConfig config) {
    SourceConfig source = config.source();
    HttpEureka eureka;
    try {
      eureka = new HttpEureka(config.endpoint());
    } catch (TrustException e) {
      err.println("portolan-source: " + e.getMessage());
      return FAILED;
    }
    return serve(
        source,
        "Eureka at "
            + config.servers().stream().map(URI::toString).collect(Collectors.joining(", ")),
        EurekaLocalServices.of(
            eureka,
            config.servers(),
            new ServiceMapping(source.origin(), config.rules()),
            source.facts(),
            config.pace(),
            SourceLoop.start()));
  }

  private int serve(ZooKeeperConfig config) {
    SourceConfig source = config.source();
    return serve(
        source,
        "ZooKeeper at " + config.endpoint().connect(),
        ZooKeeperLocalServices.of(
            new SessionZooKeeper(config.endpoint()),
            config.paths(),
            new ServiceMapping(source.origin(), config.rules()),
            source.facts(),
            config.pace(),
            SourceLoop.start()));
  }

  private int serve(SourceConfig config, String what, LocalServices services) {
    try (HubConnector hub = HubConnector.to(config.hub())) {
      Source source = Source.start(config.origin(), services, hub.connect());
      out.printf("portolan-source: %s reports %s to %s%n", config.origin(), what, config.hub());
      out.flush();
      return untilEnd(source);
    } catch (TlsFileException e) {
      services.close();
      err.println("portolan-source: " + e.getMessage());
      return MISCONFIGURED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("portolan-source: interrupted");
      return FAILED;
    }
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
