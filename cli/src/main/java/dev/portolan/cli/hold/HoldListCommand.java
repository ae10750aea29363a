package dev.portolan.cli.hold;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.Age;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.cli.shell.TextTable;
import dev.portolan.v1.Hold;
import dev.portolan.v1.HoldCause;
import dev.portolan.v1.HoldState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code portolan hold list}. Filled by picocli, then called once. */
@Command(
    name = "list",
    header = {
      "Show what the hub holds: it is served as before, although its cluster withdrew it.",
      ""
    },
    synopsisHeading = "Usage: ")
public final class HoldListCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("HOLD", "CLUSTER", "STATE", "SERVICES", "ENDPOINTS", "AGE", "CAUSE", "RELEASED-BY");

  private final Shell shell;
  private final HubChannels channels;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLUSTER",
      description = "Only of this cluster (default: all).")
  private String cluster = "";

  @Mixin private HubOptions hubOptions = new HubOptions();

  public HoldListCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    try (Hub hub = hubOptions.open(shell, channels)) {
      List<Hold> holds = hub.holds().list(cluster);
      if (holds.isEmpty()) {
        shell.say("nothing is held");
      } else {
        print(holds);
      }
      shell.flush();
      return ExitCode.OK;
    }
  }

  private void print(List<Hold> holds) {
    TextTable table = new TextTable(COLUMNS, shell.width());
    List<List<String>> rows = holds.stream().map(this::row).toList();
    table.fit(rows);
    table.printHeader(shell.out());
    rows.forEach(row -> table.printRow(row, shell.out()));
  }

  private List<String> row(Hold hold) {
    Instant now = shell.clock().instant();
    boolean waiting = hold.getState() == HoldState.HOLD_STATE_WAITING;
    return List.of(
        hold.getName(),
        hold.getOrigin(),
        waiting ? "waiting" : "rejected",
        "%d of %d".formatted(hold.getServices(), hold.getAllServices()),
        "%d of %d".formatted(hold.getEndpoints(), hold.getAllEndpoints()),
        Age.between(Instant.ofEpochSecond(hold.getSinceTime().getSeconds()), now),
        cause(hold.getCause()),
        waiting ? confirmation(hold, now) : "portolan hold release");
  }

  private static String cause(HoldCause cause) {
    return switch (cause) {
      case HOLD_CAUSE_BURST -> "burst";
      case HOLD_CAUSE_SILENCE -> "silence";
      case HOLD_CAUSE_LIST, HOLD_CAUSE_UNSPECIFIED, UNRECOGNIZED -> "complete list";
    };
  }

  private static String confirmation(Hold hold, Instant now) {
    if (hold.getCause() == HoldCause.HOLD_CAUSE_SILENCE) {
      return "portolan hold release, or who registers again";
    }
    Instant from = Instant.ofEpochSecond(hold.getConfirmTime().getSeconds());
    return from.isAfter(now)
        ? "portolan hold release, or a list of the cluster in %s".formatted(Age.between(now, from))
        : "portolan hold release, or the next list of the cluster";
  }
}
