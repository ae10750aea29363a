package dev.portolan.agent;

import dev.portolan.agent.apply.files.FileSink;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.cache.FileJournal;
import dev.portolan.agent.cache.StateDirectory;
import dev.portolan.agent.cache.StateException;
import dev.portolan.agent.config.AgentConfig;
import dev.portolan.agent.config.UninstallConfig;
import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.kubernetes.KubernetesClients;
import dev.portolan.agent.kubernetes.KubernetesConfigException;
import dev.portolan.agent.leadership.Leadership;
import dev.portolan.agent.session.HubConnector;
import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Values;
import dev.portolan.tls.TlsFileException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The agent as a process; with {@code uninstall}, the removal of what agents wrote. Exit codes: 0
 * after {@code --help} and the like, 2 told something wrong, 1 anything else that keeps it from
 * running; a signal ends it with that signal's code. What goes wrong at the start is one message,
 * without a stack trace. A hub that is not there is nothing wrong.
 */
public final class AgentMain {
  private static final int FAILED = 1;
  private static final int MISCONFIGURED = 2;

  private final PrintStream out;
  private final PrintStream err;

  AgentMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs an agent until the process is asked to end (SIGTERM, SIGINT). */
  public static void main(String[] arguments) {
    OldGeneration.keepSmall();
    int code = new AgentMain(System.out, System.err).run(List.of(arguments), System.getenv());
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs an agent until it has ended, or removes what agents wrote; the exit code. */
  int run(List<String> arguments, Map<String, String> environment) {
    boolean uninstall = !arguments.isEmpty() && arguments.get(0).equals("uninstall");
    Binding binding =
        uninstall
            ? UninstallConfig.PROGRAM.bind(arguments.subList(1, arguments.size()), environment)
            : AgentConfig.PROGRAM.bind(arguments, environment);
    if (binding instanceof Binding.Answered answered) {
      out.println(answered.text());
      return 0;
    }
    if (binding instanceof Binding.Refused refused) {
      return refuse(refused.problems());
    }
    Values values = ((Binding.Bound) binding).values();
    List<Problem> problems = new ArrayList<>();
    if (uninstall) {
      UninstallConfig config = UninstallConfig.of(values, problems);
      return problems.isEmpty() ? remove(config, environment) : refuse(problems);
    }
    AgentConfig config = AgentConfig.of(values, problems);
    return problems.isEmpty() ? serve(config, environment) : refuse(problems);
  }

  private int remove(UninstallConfig config, Map<String, String> environment) {
    try (KubernetesClient client =
        KubernetesClients.open(config.kubernetes(), Version.text(), environment)) {
      Uninstall uninstall = new Uninstall(client, config, InstantSource.system(), out);
      return uninstall.run(config.remove()) ? 0 : FAILED;
    } catch (KubernetesConfigException e) {
      return fail(String.valueOf(e.getMessage()));
    } catch (SinkException e) {
      return fail(e.reason());
    }
  }

  private int refuse(List<Problem> problems) {
    problems.forEach(problem -> err.println("portolan-agent: " + problem));
    return MISCONFIGURED;
  }

  private int serve(AgentConfig config, Map<String, String> environment) {
    try (ClusterApi cluster = new ClusterApi(config.kubernetes(), environment);
        HubConnector hub = HubConnector.to(config.hub())) {
      return config.sink().directory().isPresent()
          ? serve(config, cluster, hub, new FileSink(config.sink().directory().get()))
          : serve(config, cluster, hub, environment);
    } catch (TlsFileException e) {
      err.println("portolan-agent: " + e.getMessage());
      return MISCONFIGURED;
    } catch (KubernetesConfigException e) {
      return fail(String.valueOf(e.getMessage()));
    } catch (SinkException e) {
      return fail(e.reason());
    } catch (StateException e) {
      return fail(e.reason());
    } catch (UncheckedIOException e) {
      return fail(e.getMessage() + ": " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("interrupted");
    }
  }

  /** Alone: a directory has one agent. */
  private int serve(AgentConfig config, ClusterApi cluster, HubConnector hub, ObjectSink sink)
      throws KubernetesConfigException, InterruptedException {
    Agent agent = agent(config, Sources.of(config, cluster), hub, sink);
    out.printf("portolan-agent: %s%n", summary(config, config.sink().directory().orElseThrow()));
    return untilEnd(agent);
  }

  /** One of several: works while it holds the Lease. */
  private int serve(
      AgentConfig config, ClusterApi cluster, HubConnector hub, Map<String, String> environment)
      throws KubernetesConfigException, InterruptedException {
    try (ClusterWriter writer =
        ClusterWriter.open(config.sink(), config.kubernetes(), environment)) {
      Leadership leadership =
          writer.leadership(
              () -> {
                LocalServices source = source(config, cluster);
                out.printf(
                    "portolan-agent: leads as %s; %s%n",
                    writer.identity(), summary(config, "the API server"));
                out.flush();
                return agent(config, source, hub, writer.sink());
              });
      leadership.start();
      out.printf("portolan-agent: waits for %s%n", writer.lease());
      return untilEnd(leadership);
    }
  }

  private static LocalServices source(AgentConfig config, ClusterApi cluster) {
    try {
      return Sources.of(config, cluster);
    } catch (KubernetesConfigException e) {
      throw new IllegalStateException("what was configured rightly is not any more", e);
    }
  }

  private static Agent agent(
      AgentConfig config, LocalServices source, HubConnector hub, ObjectSink sink) {
    return Agent.start(
        config.cluster(),
        source,
        hub.connect(),
        new Agent.Output(sink, config.sink().limits()),
        new FileJournal(
            StateDirectory.claim(config.stateDirectory(), config.cluster()), config.cluster()));
  }

  private static String summary(AgentConfig config, Object target) {
    return "%s reports %s to %s and writes to %s"
        .formatted(
            config.cluster(),
            config.source().directory().map(Path::toString).orElse("its API server's objects"),
            config.hub(),
            target);
  }

  private int untilEnd(AutoCloseable running) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    running.close();
                  } catch (Exception e) {
                    err.println("portolan-agent: did not end in order: " + e);
                  }
                  ended.countDown();
                },
                "agent-shutdown"));
    out.flush();
    ended.await();
    return 0;
  }

  private int fail(String message) {
    err.println("portolan-agent: " + message);
    return FAILED;
  }
}
