package dev.portolan.server.query;

import dev.portolan.registry.FindingBook;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.v1.AnalyzeResponse;
import dev.portolan.v1.Finding;
import dev.portolan.v1.FindingSummary;
import dev.portolan.v1.Severity;
import dev.portolan.wire.FindingCodec;
import dev.portolan.wire.RevisionCodec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Gathers what is observed of all origins and rules: each once, worst first. Used once. */
final class Analysis {
  private static final int MAX = 5000;

  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing((Finding finding) -> -finding.getSeverityValue())
          .thenComparing(Finding::getCode)
          .thenComparing(Finding::getSubject);

  private final RegistrySnapshot snapshot;
  private final int least;
  // By code and subject: clusters word the same finding each in their own way.
  private final Map<Finding, FindingSummary.Builder> found = new TreeMap<>(WORST_FIRST);

  /**
   * Nothing gathered yet.
   *
   * @param least what is less bad is left aside
   */
  Analysis(RegistrySnapshot snapshot, Severity least) {
    this.snapshot = snapshot;
    this.least = least.getNumber();
  }

  /** Adds what is said about an origin. */
  void addOrigin(OriginId origin, Stream<Finding> findings) {
    Stream.concat(
            findings, RegistryFindings.about(snapshot, origin).map(FindingCodec::encode).stream())
        .forEach(finding -> add(finding, Optional.of(origin)));
  }

  /** Adds what is said about rules. */
  void addRules() {
    RegistryFindings.aboutRules(snapshot)
        .forEach(finding -> add(FindingCodec.encode(finding), Optional.empty()));
  }

  private void add(Finding finding, Optional<OriginId> origin) {
    if (finding.getSeverityValue() < least) {
      return;
    }
    FindingSummary.Builder summary =
        found.computeIfAbsent(finding, key -> FindingSummary.newBuilder().setFinding(key));
    List<String> origins = summary.getOriginsList();
    origin
        .map(OriginId::value)
        .filter(name -> origins.isEmpty() || !origins.get(origins.size() - 1).equals(name))
        .ifPresent(summary::addOrigins);
  }

  AnalyzeResponse response(SortedSet<OriginId> origins) {
    AnalyzeResponse.Builder response =
        AnalyzeResponse.newBuilder()
            .setOrigins(origins.size())
            .setRules((int) snapshot.rules().count())
            .setOmitted(Math.max(0, found.size() - MAX))
            .setRevision(RevisionCodec.encode(snapshot.revision()));
    found.values().stream().limit(MAX).map(Analysis::explained).forEach(response::addFindings);
    return response.build();
  }

  private static FindingSummary explained(FindingSummary.Builder summary) {
    FindingBook.shipped()
        .entry(summary.getFinding().getCode())
        .ifPresent(entry -> summary.setMeaning(entry.meaning()).setRemedy(entry.remedy()));
    return summary.build();
  }
}
