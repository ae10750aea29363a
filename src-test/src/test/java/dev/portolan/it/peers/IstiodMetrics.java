package dev.portolan.it.peers;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counters of an istiod by name, the sum over their labels.
 *
 * @param values of the names that it has counted so far
 */
public record IstiodMetrics(Map<String, Double> values) {
  /** What none of our objects may ever make it count. */
  private static final List<String> TROUBLE =
      List.of(
          "pilot_total_xds_rejects",
          "pilot_total_xds_internal_errors",
          "pilot_duplicate_envoy_clusters",
          "pilot_conflict_inbound_listener",
          "pilot_conflict_outbound_listener_tcp_over_current_tcp");

  public IstiodMetrics {
    values = Map.copyOf(values);
  }

  /** Reads Prometheus' text format. */
  static IstiodMetrics parse(String text) {
    Map<String, Double> sums = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.contains(" "))
        .forEach(
            line -> {
              String series = line.substring(0, line.lastIndexOf(' '));
              int labels = series.indexOf('{');
              String name = labels < 0 ? series : series.substring(0, labels);
              sums.merge(
                  name, Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)), Double::sum);
            });
    return new IstiodMetrics(sums);
  }

  /** Zero when it has not counted this yet. */
  public double value(String name) {
    return values.getOrDefault(name, 0.0);
  }

  /** Rejections by proxies, errors of its own, and configurations that contradict each other. */
  public Map<String, Double> trouble() {
    Map<String, Double> trouble = new TreeMap<>();
    TROUBLE.stream()
        .filter(name -> value(name) > 0)
        .forEach(name -> trouble.put(name, value(name)));
    return trouble;
  }
}
