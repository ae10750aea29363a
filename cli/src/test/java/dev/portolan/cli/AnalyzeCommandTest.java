package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.v1.AnalyzeResponse;
import dev.portolan.v1.Finding;
import dev.portolan.v1.FindingSummary;
import dev.portolan.v1.Severity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnalyzeCommandTest {
  private final CommandRig rig = new CommandRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void saysWhatItMeansForWhomAndWhatToDo() {
    rig.hub.registry().analysis =
        AnalyzeResponse.newBuilder()
            .addFindings(finding(Severity.SEVERITY_ERROR, "PTL0131", "east-1", "west-1"))
            .addFindings(finding(Severity.SEVERITY_WARNING, "PTL0606"))
            .setOrigins(3)
            .setRules(2)
            .build();

    assertThat(rig.run("analyze")).as("there is an error").isEqualTo(1);

    assertThat(rig.out().lines())
        .containsExactly(
            "ERROR PTL0131 Reason  service/shop/cart  in east-1,west-1",
            "  so it is",
            "  To do: mend it",
            "",
            "WARNING PTL0606 Reason  service/shop/cart",
            "  so it is",
            "  To do: mend it",
            "",
            "1 errors, 1 warnings; 3 clusters and sources, 2 rules");
    assertThat(rig.hub.registry().analyses.get(0).getLeast()).isEqualTo(Severity.SEVERITY_WARNING);
  }

  @Test
  void theExitCodeSaysWhetherThereIsAnythingThatBad() {
    rig.hub.registry().analysis =
        AnalyzeResponse.newBuilder()
            .addFindings(finding(Severity.SEVERITY_WARNING, "PTL0606"))
            .build();

    assertThat(rig.run("analyze")).isZero();
    assertThat(rig.run("analyze", "--fail-on", "warning")).isEqualTo(1);
    assertThat(rig.run("analyze", "--fail-on", "info", "--severity", "error")).isEqualTo(1);
    assertThat(rig.hub.registry().analyses)
        .last()
        .satisfies(request -> assertThat(request.getLeast()).isEqualTo(Severity.SEVERITY_INFO));
    assertThat(rig.run("analyze", "--severity", "bad")).isEqualTo(2);
    assertThat(rig.err()).contains("'bad' is none of [info, warning, error]");
  }

  @Test
  void asksForOneClusterAndWritesJson() {
    rig.hub.registry().analysis =
        AnalyzeResponse.newBuilder()
            .addFindings(finding(Severity.SEVERITY_INFO, "PTL0608", "east-1"))
            .build();

    assertThat(rig.run("analyze", "east-1", "--severity", "info", "-o", "json")).isZero();

    assertThat(rig.hub.registry().analyses.get(0).getOrigin()).isEqualTo("east-1");
    assertThat(rig.out()).contains("\"remedy\": \"mend it\"", "\"code\": \"PTL0608\"");
  }

  private static FindingSummary finding(Severity severity, String code, String... origins) {
    return FindingSummary.newBuilder()
        .setFinding(
            Finding.newBuilder()
                .setSeverity(severity)
                .setCode(code)
                .setReason("Reason")
                .setSubject("service/shop/cart")
                .setMessage("so it is"))
        .addAllOrigins(List.of(origins))
        .setMeaning("it is so")
        .setRemedy("mend it")
        .build();
  }
}
