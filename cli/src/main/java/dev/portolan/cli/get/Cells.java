package dev.portolan.cli.get;

import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import dev.portolan.cli.shell.Age;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.ExportOptIn;
import dev.portolan.v1.Liveness;
import dev.portolan.v1.LivenessState;
import dev.portolan.v1.Locality;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How single values read in a table's cell. */
public final class Cells {
  private Cells() {}

  /** {@code PROTOCOL_GRPC_WEB} without its prefix: {@code grpc-web}. */
  public static String word(ProtocolMessageEnum value, String prefix) {
    String name = ((Enum<?>) value).name();
    return (name.startsWith(prefix) ? name.substring(prefix.length()) : name)
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  /** Ways to ask to be exported, as rules name them: {@code serviceExport}. */
  public static String ways(List<ExportOptIn> ways) {
    return joined(
        ways.stream()
            .map(
                way ->
                    switch (way) {
                      case EXPORT_OPT_IN_LABEL -> "label";
                      case EXPORT_OPT_IN_ANNOTATION -> "annotation";
                      case EXPORT_OPT_IN_SERVICE_EXPORT -> "serviceExport";
                      case EXPORT_OPT_IN_UNSPECIFIED, UNRECOGNIZED -> Resources.UNKNOWN;
                    }));
  }

  /** {@code 90s}; unknown where there is no time. */
  public static String age(boolean known, Timestamp then, Instant now) {
    return known
        ? Age.between(Instant.ofEpochSecond(then.getSeconds(), then.getNanos()), now)
        : Resources.UNKNOWN;
  }

  /**
   * {@code live}, {@code stale 45s}, {@code lost 3m}, {@code withdrawn 3m}; unknown before a first
   * complete report.
   */
  static String state(ClusterSummary summary, Instant now) {
    Cluster cluster = summary.getCluster();
    if (!cluster.hasLiveness()) {
      return cluster.getReported() ? "live" : Resources.UNKNOWN;
    }
    Liveness liveness = cluster.getLiveness();
    String word =
        switch (summary.getPartition()) {
          case PARTITION_ACTION_DEMOTE -> "demoted";
          case PARTITION_ACTION_WITHDRAW -> "withdrawn";
          default -> liveness.getState() == LivenessState.LIVENESS_STATE_LOST ? "lost" : "stale";
        };
    return word + " " + age(true, liveness.getSilentSinceTime(), now);
  }

  static String orNone(String text) {
    return text.isEmpty() ? Resources.NONE : text;
  }

  static String joined(Stream<String> parts) {
    return orNone(parts.collect(Collectors.joining(",")));
  }

  /** The first {@code most}, then how many more there are. */
  static String some(java.util.List<String> parts, int most) {
    if (parts.size() <= most) {
      return joined(parts.stream());
    }
    return joined(parts.stream().limit(most)) + " +" + (parts.size() - most) + " more";
  }

  /** {@code a=1,b=2}, sorted; {@code -} for none. */
  public static String map(Map<String, ?> map) {
    return joined(new TreeMap<>(map).entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()));
  }

  static String locality(Locality locality) {
    return Stream.of(locality.getRegion(), locality.getZone(), locality.getSubzone())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("/"));
  }
}
