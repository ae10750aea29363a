package dev.portolan.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WritesTest {
  private static final String METRICS =
      """
      # TYPE apiserver_request_total counter
      apiserver_request_total{code="200",group="networking.istio.io",resource="serviceentries",scope="resource",verb="APPLY"} 12
      apiserver_request_total{code="409",group="networking.istio.io",resource="serviceentries",scope="resource",verb="APPLY"} 1
      apiserver_request_total{code="200",group="networking.istio.io",resource="destinationrules",scope="resource",verb="APPLY"} 3
      apiserver_request_total{code="201",group="networking.istio.io",resource="serviceentries",scope="resource",verb="POST"} 4
      apiserver_request_total{code="200",group="networking.istio.io",resource="serviceentries",scope="cluster",verb="LIST"} 50
      apiserver_request_total{code="200",group="",resource="pods",scope="resource",verb="APPLY"} 1.2e+06
      """;

  @Test
  void countsAppliesThatWereCarriedOutApartFromWhatElseWasWritten() {
    assertThat(Writes.in(METRICS)).isEqualTo(new Writes(12, 3, 5));
  }

  @Test
  void isTheDifferenceSinceAnEarlierCount() {
    assertThat(Writes.in(METRICS).since(new Writes(10, 3, 1))).isEqualTo(new Writes(2, 0, 4));
  }
}
