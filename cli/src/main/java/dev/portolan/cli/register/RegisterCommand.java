package dev.portolan.cli.register;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Pause;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registration.Instance;
import dev.portolan.registration.RegisteredInstance;
import dev.portolan.registration.RegistrationClient;
import dev.portolan.registration.RegistrationRefusedException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code portolan register}: registers one instance, renews it, and says whether it is healthy,
 * until the command is ended. Filled by picocli, then called once.
 */
@Command(
    name = "register",
    header = {
      "Register an instance of a service, and keep it registered until Ctrl-C.",
      "",
      "  portolan register --service shop/orders --host 10.0.0.7 --port 8080 --protocol http \\",
      "      --origin vms --network net-east --check http:/healthz",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "While the check fails the instance stays registered, as not ready: nobody is sent there.",
      "A hub that is away is waited for; what it has lost is registered again. When the command is",
      "ended (Ctrl-C, SIGTERM) it deregisters; when it is killed the hub notices after the TTL."
    })
public final class RegisterCommand implements Callable<Integer> {
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Shell shell;
  private final HubChannels channels;
  private final Pause pause;

  @Mixin private InstanceOptions options = new InstanceOptions();

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      order = 20,
      description =
          "For which origin it is registered: list it among the members of the virtual mesh"
              + " (default: registered).")
  private String origin = "registered";

  @Option(
      names = "--check",
      paramLabel = "CHECK",
      order = 21,
      description = "tcp (a connection), http or http:/path (an answer of 2xx or 3xx); else none.")
  private @Nullable String check;

  @Option(
      names = "--check-at",
      paramLabel = "HOST:PORT",
      order = 22,
      description = "Where the check looks (default: the instance's address and first port).")
  private @Nullable String checkAt;

  @Mixin private HubOptions hubOptions = new HubOptions();

  public RegisterCommand(Shell shell, HubChannels channels, Pause pause) {
    this.shell = shell;
    this.channels = channels;
    this.pause = pause;
  }

  @Override
  public Integer call() throws InterruptedException {
    Instance instance = options.instance();
    HealthCheck health = healthCheck();
    Optional<String> problem = health.problem();
    try (Hub hub = hubOptions.open(shell, channels)) {
      Announcements announcements = new Announcements(shell, options.ttl());
      RegistrationClient client = RegistrationClient.over(hub.channel(), origin, announcements);
      Farewell farewell = new Farewell(client, instance, announcements);
      // Ctrl-C ends the JVM without unwinding, also between the hub's answer and what follows it.
      Runtime.getRuntime().addShutdownHook(new Thread(farewell::say, "register-shutdown"));
      try {
        RegisteredInstance registered = register(hub, client, instance.ready(problem.isEmpty()));
        announcements.registered(true);
        shell.say(
            "%s is registered for %s at %s, for %d s after the last renewal; Ctrl-C deregisters it"
                .formatted(instance, origin, hub.address(), options.ttl().toSeconds()));
        problem.ifPresent(why -> shell.say("it is not ready: " + why));
        watch(health, registered, problem);
        return ExitCode.OK;
      } catch (CommandException refused) {
        farewell.needless();
        throw refused;
      } catch (InterruptedException e) {
        return ExitCode.INTERRUPTED;
      } finally {
        farewell.say();
      }
    }
  }

  private RegisteredInstance register(Hub hub, RegistrationClient client, Instance instance)
      throws InterruptedException {
    try {
      return client.register(List.of(instance), hub.timeout()).get(0);
    } catch (RegistrationRefusedException refusal) {
      if (refusal.getCause() instanceof StatusRuntimeException failure) {
        throw hub.failure(failure);
      }
      int exitCode =
          switch (refusal.code()) {
            case INVALID_ARGUMENT -> ExitCode.USAGE;
            case ALREADY_EXISTS -> ExitCode.CONFLICT;
            case DEADLINE_EXCEEDED -> ExitCode.TIMEOUT;
            default -> ExitCode.FAILED;
          };
      throw new CommandException(exitCode, String.valueOf(refusal.getMessage()), refusal);
    }
  }

  /** Says whether the instance is healthy, for ever. */
  private void watch(HealthCheck health, RegisteredInstance registered, Optional<String> first)
      throws InterruptedException {
    boolean ready = first.isEmpty();
    Duration third = options.ttl().dividedBy(3);
    Duration interval = third.compareTo(LONGEST_INTERVAL) < 0 ? third : LONGEST_INTERVAL;
    while (!Thread.currentThread().isInterrupted()) {
      pause.pause(interval);
      Optional<String> problem = health.problem();
      if (problem.isEmpty() != ready) {
        ready = problem.isEmpty();
        registered.ready(ready);
        shell.say(
            ready
                ? "healthy again: registered as ready"
                : "not healthy (%s): registered as not ready".formatted(problem.orElseThrow()));
      }
    }
    throw new InterruptedException("ended");
  }

  private HealthCheck healthCheck() {
    String word = check;
    if (word == null) {
      return HealthCheck.NONE;
    }
    try {
      String at = checkAt;
      HubAddress place =
          at == null ? new HubAddress(options.address(), options.target()) : HubAddress.parse(at);
      return HealthCheck.of(word, place.host().replaceAll("[\\[\\]]", ""), place.port());
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--check: " + e.getMessage(), e);
    }
  }

  /** Deregisters, and says so; once, on whatever thread is first. */
  private final class Farewell {
    private final RegistrationClient client;
    private final Instance instance;
    private final Announcements announcements;
    private boolean due = true;
    private boolean said;

    Farewell(RegistrationClient client, Instance instance, Announcements announcements) {
      this.client = client;
      this.instance = instance;
      this.announcements = announcements;
    }

    /** There is nothing to deregister. */
    synchronized void needless() {
      due = false;
    }

    synchronized void say() {
      if (said) {
        return;
      }
      said = true;
      announcements.registered(false);
      boolean acknowledged = client.close(due ? FAREWELL : Duration.ZERO);
      if (due) {
        shell.say(
            acknowledged
                ? instance + " is deregistered"
                : "the hub has not answered: it withdraws %s when its TTL of %d s is over"
                    .formatted(instance, options.ttl().toSeconds()));
      }
    }
  }
}
