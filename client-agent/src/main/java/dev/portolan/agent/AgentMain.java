package dev.portolan.agent;

import dev.portolan.agent.apply.files.FileSink;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.cache.FileJournal;
import dev.portolan.agent.cache.StateDirectory;
import dev.portolan.agent.cache.StateException;
import dev.portolan.agent.config.AgentConfig;
import dev.portolan.agent.discovery.files.FileLocalServices;
import dev.portolan.agent.discovery.files.FileSettings;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.settings.Binding;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
      refused.problems().forEach(problem -> err.println("portolan-agent: " + problem));
      return MISCONFIGURED;
    }
    return serve(AgentConfig.of(((Binding.Bound) binding).values()));
  }

  private int serve(AgentConfig config) {
    try {
      Agent agent =
          Agent.start(
              config.cluster(),
              new FileLocalServices(config.cluster(), FileSettings.of(config.sourceDirectory())),
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
          config.cluster(), config.sourceDirectory(), config.hub(), config.sinkDirectory());
      out.flush();
      ended.await();
      return 0;
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
