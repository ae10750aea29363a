package dev.portolan.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IstiodMetricsTest {
  private static final IstiodMetrics METRICS =
      IstiodMetrics.parse(
          """
          # HELP pilot_total_xds_rejects Total number of XDS responses from pilot rejected by proxy.
          # TYPE pilot_total_xds_rejects counter
          pilot_total_xds_rejects{type="cds"} 1
          pilot_total_xds_rejects{type="eds"} 2
          pilot_duplicate_envoy_clusters 0
          pilot_services 1.2e+01
          """);

  @Test
  void sumsOverLabels() {
    assertThat(METRICS.value("pilot_total_xds_rejects")).isEqualTo(3);
    assertThat(METRICS.value("pilot_services")).isEqualTo(12);
    assertThat(METRICS.value("never_counted")).isZero();
  }

  @Test
  void showsTroubleOnlyWhereThereIsSome() {
    assertThat(METRICS.trouble()).containsOnlyKeys("pilot_total_xds_rejects");
  }
}
