package dev.portolan.it.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.server.push.conformance.Catalogue;
import dev.portolan.server.push.conformance.Face;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Where java-control-plane's server differs from the rules that ours is held to. Prints how, and
 * fails only when the published table is not what was seen.
 */
@Timeout(300)
class XdsComparisonIT {
  private static final int PATIENCE_MILLIS = 200;
  private static final int REASON_LENGTH = 160;
  private static final String HEAD =
      """
      # The same cases against java-control-plane

      The cases of [xds-conformance.md](xds-conformance.md), played by the same raw client against the server of
      java-control-plane 1.0.49 with its `SimpleCache`, each type's version set to the hash of its content
      (`XdsComparisonIT`, in `src-test`, which prints the reason of each difference). ✓: follows the rule as the case
      understands it, ✗: differs, –: the rule does not apply. Where a rule leaves a choice, ✗ may mean another choice.

      | rule | a server that follows it | delta ADS | delta per type | full ADS | full per type |
      |---|---|---|---|---|---|
      """;

  @Test
  void theTableIsWhatTheCasesSay() throws IOException {
    StringBuilder table = new StringBuilder(HEAD);
    int differences = 0;
    for (Catalogue.Case each : Catalogue.cases()) {
      List<String> cells = new ArrayList<>(List.of(each.id(), each.text()));
      for (Face face : Face.values()) {
        String seen = each.appliesTo(face) ? outcome(each, face) : "–";
        differences += seen.equals("✗") ? 1 : 0;
        cells.add(seen);
      }
      table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    table.append("\nDifferences: ").append(differences).append(".\n");
    Path published = Path.of("..", "docs", "xds-comparison.md");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(published, table);
    }
    assertThat(table.toString()).isEqualTo(Files.readString(published));
  }

  private static String outcome(Catalogue.Case each, Face face) {
    try {
      each.play(face, new ControlPlaneSubject(), PATIENCE_MILLIS);
      return "✓";
    } catch (Throwable difference) {
      String reason = String.valueOf(difference.getMessage()).replaceAll("\\s+", " ").strip();
      System.out.printf(
          Locale.ROOT,
          "%s on %s differs: %s%n",
          each.id(),
          face.title(),
          reason.substring(0, Math.min(REASON_LENGTH, reason.length())));
      return "✗";
    }
  }
}
