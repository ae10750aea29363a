package dev.portolan.server;

import dev.portolan.registry.Revision;
import dev.portolan.registry.Rule;
import dev.portolan.rules.RuleFiles;
import dev.portolan.server.config.ServerConfig;
import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoreFailedException;
import dev.portolan.server.store.RocksDbStore;
import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import dev.portolan.tls.TlsFileException;
import dev.portolan.tls.TlsFiles;
import dev.portolan.tls.TlsIdentity;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hub as a process. Exit codes: 0 after {@code --help} and the like, 2 told something wrong, 3
 * the disk failed while the hub ran (it is not known what is durable; look at the disk first), 1
 * anything else that keeps it from running; a signal ends it in good order with that signal's code.
 * What goes wrong at the start is one message, without a stack trace.
 */
public final class ServerMain {
  private static final int FAILED = 1;
  private static final int MISCONFIGURED = 2;
  private static final int DISK_FAILED = 3;

  private final PrintStream out;
  private final PrintStream err;

  ServerMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs a hub until the process is asked to end (SIGTERM, SIGINT). */
  public static void main(String[] arguments) {
    int code = new ServerMain(System.out, System.err).run(List.of(arguments), System.getenv());
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a hub until it has ended; the exit code. */
  int run(List<String> arguments, Map<String, String> environment) {
    if (!arguments.isEmpty() && arguments.get(0).equals(StoreCommand.NAME)) {
      return new StoreCommand(out, err).run(arguments.subList(1, arguments.size()));
    }
    Binding binding = ServerConfig.PROGRAM.bind(arguments, environment);
    if (binding instanceof Binding.Answered answered) {
      out.println(answered.text());
      return 0;
    }
    if (binding instanceof Binding.Refused refused) {
      return refuse(refused.problems());
    }
    List<Problem> problems = new ArrayList<>();
    ServerConfig config = ServerConfig.of(((Binding.Bound) binding).values(), problems);
    List<Rule> rules = rules(config, problems);
    return problems.isEmpty() ? serve(config, rules) : refuse(problems);
  }

  private static List<Rule> rules(ServerConfig config, List<Problem> problems) {
    Optional<RuleFiles.Content> content =
        config.rules().map(place -> RuleFiles.ofHub(place).read());
    content.ifPresent(read -> problems.addAll(read.problems()));
    return content.map(RuleFiles.Content::rules).orElse(List.of());
  }

  private int serve(ServerConfig config, List<Rule> rules) {
    try {
      Optional<TlsIdentity> tls = tls(config);
      Hub hub = Hub.start(config, rules, new RocksDbStore(config.dataDirectory()), tls);
      Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "hub-shutdown"));
      Revision revision = hub.revision();
      out.printf(
          "portolan-server: listening on %s, epoch %s, revision %d%s%s%n",
          hub.address(),
          revision.epoch(),
          revision.sequence(),
          tls.isPresent() ? ", with TLS" : "",
          hub.healthAddress().map(address -> ", health on " + address).orElse(""));
      out.flush();
      hub.awaitEnd();
      return 0;
    } catch (TlsFileException e) {
      err.println("portolan-server: " + e.getMessage());
      return MISCONFIGURED;
    } catch (StoreFailedException e) {
      err.println("portolan-server: " + e.getMessage());
      return DISK_FAILED;
    } catch (StoreException | IllegalStateException e) {
      return fail(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return fail(
          "cannot listen on %s: %s; stop what listens there, or choose another address with --listen%s"
              .formatted(
                  config.listen().address(),
                  reason(e),
                  config
                      .listen()
                      .health()
                      .map(also -> " (or --health-listen: " + also + ")")
                      .orElse("")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("interrupted");
    }
  }

  private static Optional<TlsIdentity> tls(ServerConfig config) throws TlsFileException {
    Optional<TlsFiles> files = config.listen().tls();
    return files.isEmpty() ? Optional.empty() : Optional.of(TlsIdentity.ofServer(files.get()));
  }

  private int refuse(List<Problem> problems) {
    err.println(
        problems.stream()
            .map(problem -> "portolan-server: " + problem)
            .collect(Collectors.joining(System.lineSeparator())));
    return MISCONFIGURED;
  }

  private int fail(String message) {
    err.println("portolan-server: " + message);
    return FAILED;
  }

  /** The operating system's own words, which the transport wraps. */
  private static String reason(IOException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
