package dev.portolan.agent;

import dev.portolan.agent.apply.files.FileSink;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.cache.FileJournal;
import dev.portolan.agent.cache.StateDirectory;
import dev.portolan.agent.cache.StateException;
import dev.portolan.agent.config.AgentConfig;
import dev.portolan.agent.kubernetes.KubernetesConfigException;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The agent as a process. Exit codes: 0 after {@code --help} and the like, 2 told something wrong,
 * 1 anything else that keeps it from running; a signal ends it with that signal's code. What goes
 * wrong at the start is one message, without a stack trace. A hub that is not there is nothing
 * wrong.
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
    int code = new AgentMain(System.out, System.err).run(List.of(arguments), System.getenv());
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs an agent until it has ended; the exit code. */
  int run(List<String> arguments, Map<String, String> environment) {
    Binding binding = AgentConfig.PROGRAM.bind(arguments, environment);
    if (binding instanceof Binding.Answered answered) {
      out.println(answered.text());
      return 0;
    }
    if (binding instanceof Binding.Refused refused) {
      return refuse(refused.problems());
    }
    List<Problem> problems = new ArrayList<>();
    AgentConfig config = AgentConfig.of(((Binding.Bound) binding).values(), problems);
    return problems.isEmpty() ? serve(config, environment) : refuse(problems);
  }

  private int refuse(List<Problem> problems) {
    problems.forEach(problem -> err.println("portolan-agent: " + problem));
    return MISCONFIGURED;
  }

  private int serve(AgentConfig config, Map<String, String> environment) {
    try (ClusterApi cluster = new ClusterApi(config.kubernetes(), environment)) {
      Agent agent =
          Agent.start(
              config.cluster(),
              Sources.of(config, cluster),
              HubChannel.plaintext(config.hub().toString()),
              new Agent.Output(new FileSink(config.sinkDirectory()), config.limits()),
              new FileJournal(
                  StateDirectory.claim(config.stateDirectory(), config.cluster()),
                  config.cluster()));
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    agent.close();
                    ended.countDown();
                  },
                  "agent-shutdown"));
      out.printf(
          "portolan-agent: %s reports %s to %s and writes to %s%n",
          config.cluster(),
          config.source().directory().map(Path::toString).orElse("its API server's objects"),
          config.hub(),
          config.sinkDirectory());
      out.flush();
      ended.await();
      return 0;
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

  private int fail(String message) {
    err.println("portolan-agent: " + message);
    return FAILED;
  }
}
