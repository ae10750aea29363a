package dev.portolan.cli.explain;

import dev.portolan.cli.get.Json;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.ExplainHostRequest;
import dev.portolan.v1.ExplainHostResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code portolan explain host}. Filled by picocli, then called once. */
@Command(
    name = "host",
    header = {
      "Say where a host leads in a cluster, by which rules, and why others who offer it are not used.",
      "",
      "  portolan explain host bookinfo/reviews --in west-1",
      "  portolan explain host reviews.bookinfo.svc.clusterset.local --in west-1",
      "  portolan explain host bookinfo/reviews --in west-1 --endpoint 10.1.0.7",
      "  portolan explain host bookinfo/reviews --in west-1 -o json",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "The hub plans the host when it is asked, as the cluster's agent does, from the registry and",
      "from what the agent has said of its cluster. Exit code 3: nobody offers the host, or there",
      "is no such cluster."
    })
public final class ExplainHostCommand implements Callable<Integer> {
  private final Shell shell;
  private final HubChannels channels;

  @Parameters(
      index = "0",
      paramLabel = "HOST",
      description = "NAMESPACE/NAME, or a DNS name that begins with NAME.NAMESPACE.")
  private String host = "";

  @Option(
      names = "--in",
      paramLabel = "CLUSTER",
      required = true,
      order = 1,
      description = "Whose clients call the host.")
  private String cluster = "";

  @Option(
      names = "--endpoint",
      paramLabel = "IP",
      order = 2,
      description = "Also say what became of this endpoint.")
  private String endpoint = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      order = 3,
      description = "${COMPLETION-CANDIDATES} (default: text).")
  private Format format = Format.text;

  @Mixin private HubOptions hubOptions = new HubOptions();

  /** What {@code -o} may say; spelt as people write it. */
  enum Format {
    text,
    json,
    yaml
  }

  public ExplainHostCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    try (Hub hub = hubOptions.open(shell, channels)) {
      ExplainHostResponse answer =
          hub.reader()
              .explain(
                  ExplainHostRequest.newBuilder()
                      .setHost(host)
                      .setCluster(cluster)
                      .setEndpoint(endpoint)
                      .build());
      switch (format) {
        case text -> new HostStory(answer, endpoint, shell).print();
        case json -> shell.out().print(Json.indented(Json.of(answer)));
        case yaml -> shell.out().print(Json.yaml(Json.of(answer)));
      }
      shell.flush();
      return ExitCode.OK;
    }
  }
}
