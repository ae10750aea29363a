package dev.portolan.server.push.conformance;

import java.util.ArrayList;
import java.util.List;

/** {@code docs/xds-conformance.md}, as the cases say it. */
final class ConformanceTable {
  private static final String HEAD =
      """
      # Conformance to xDS

      Every rule that Portolan's discovery server is held to, and the cases that hold it: each is played by a raw client
      over gRPC, on each face that the rule applies to (`ConformanceTest`, in `server`). A test fails when this table and
      the cases differ; `-Dgolden.update=true` writes it anew. How another server does with the same cases:
      [xds-comparison.md](xds-comparison.md).

      A subscriber that names `dev.portolan.inline-points` in `Node.client_features` is told in `system_version_info`, which
      xDS keeps for debugging, that a response completes a consistent point
      ([ADR 0028](adr/0028-points-travel-inline.md)). Nobody else sees a difference.

      | rule | a server that follows it | delta ADS | delta per type | full ADS | full per type | where it leaves a choice |
      |---|---|---|---|---|---|---|
      """;

  private ConformanceTable() {}

  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Catalogue.Case each : Catalogue.cases()) {
      List<String> cells = new ArrayList<>(List.of(each.id(), each.text()));
      for (Face face : Face.values()) {
        cells.add(each.appliesTo(face) ? "✓" : "–");
      }
      cells.add(each.rule().choice());
      text.append("| ").append(String.join(" | ", cells).strip()).append(" |\n");
    }
    return text.toString();
  }
}
