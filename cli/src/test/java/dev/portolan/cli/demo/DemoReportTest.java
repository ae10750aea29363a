package dev.portolan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.hub.SampleRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoReportTest {
  @TempDir private Path directory;

  @Test
  void aFindingIsToldOnceAndWholeWithAllWhoFoundIt() throws IOException {
    DemoRig rig = new DemoRig(directory);
    try (DemoDirectory files = rig.prepared(directory.resolve("demo"))) {
      Files.writeString(
          files.output("east-2").resolve("a.serviceentry.b.yaml"),
          """
          spec:
            endpoints:
            - labels: {portolan.dev/cluster: west-1}
            - labels: {portolan.dev/cluster: east-2}
            - labels: {portolan.dev/cluster: west-1}
          """);
      new DemoReport(rig.shell, files, HubAddress.DEFAULT)
          .converged(
              List.of(SampleRegistry.cluster("east-2", 17), SampleRegistry.cluster("west-1", 17)));
      assertThat(rig.out.toString().replace(files.root().toString(), "DEMO").lines())
          .containsExactly(
              "",
              "CLUSTER   HOSTS   ENDPOINTS BY ORIGIN   FINDINGS   WRITTEN TO",
              "east-2    1       east-2 1, west-1 2    1          DEMO/east-2",
              "west-1    0                             1          DEMO/west-1",
              "",
              "Findings:",
              "  PTL0102 PortConflict  service/west-1/bookinfo/ratings  in east-2, west-1",
              "      Port 9080 is tcp here and http in east-2, whose service is the older; http stands."
                  + " Rename the",
              "      port [31mtcp-ratings[0m.");
    }
  }
}
