package dev.portolan.source.consul;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.source.loop.Setback;
import dev.portolan.source.mapping.Untrusted;
import dev.portolan.source.records.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What there is to say about reading Consul, in words for a person. Pure. */
record ConsulFindings(OriginId origin, ConsulPace pace) {
  private static final int NAMED = 3;

  List<Finding> all(
      Optional<Trouble> names,
      Collection<ServiceWatch> watches,
      Setback setback,
      boolean nothingListed) {
    List<Finding> findings = new ArrayList<>();
    names.ifPresent(trouble -> findings.add(ofNames(trouble)));
    if (names.isEmpty() && nothingListed) {
      findings.add(
          finding(
              FindingCode.SOURCE_EMPTY,
              "Consul lists no service that is selected. As long as it never did, nothing is concluded from that. Look at the datacentre, at the selection and at whether services have registered"));
    }
    ofServices(watches, findings);
    setback.since().ifPresent(since -> ofSetback(since, watches, findings));
    if (watches.size() > pace.connections()) {
      findings.add(
          finding(
              FindingCode.SOURCE_TURNS,
              "%d services share %d connections, so a change may be seen only after %d s. Raise consul.connections together with Consul's limits.http_max_conns_per_client if that is too long"
                  .formatted(watches.size(), pace.connections(), pace.turn().toSeconds())));
    }
    return findings;
  }

  private Finding ofNames(Trouble trouble) {
    return finding(
        trouble.code(),
        "Consul's list of services is not to be had since %s: %s. Everything stays as it was known; %s"
            .formatted(trouble.since(), Untrusted.text(trouble.reason()), remedy(trouble.code())));
  }

  /** Of each kind one, or a server that is away would fill the status with every service. */
  private void ofServices(Collection<ServiceWatch> watches, List<Finding> findings) {
    Map<FindingCode, List<ServiceWatch>> byCode = new TreeMap<>();
    for (ServiceWatch watch : watches) {
      watch
          .trouble()
          .ifPresent(
              trouble ->
                  byCode.computeIfAbsent(trouble.code(), absent -> new ArrayList<>()).add(watch));
    }
    byCode.forEach(
        (code, troubled) -> {
          Trouble oldest =
              troubled.stream()
                  .flatMap(watch -> watch.trouble().stream())
                  .min(Comparator.comparing(Trouble::since))
                  .orElseThrow();
          findings.add(
              finding(
                  code,
                  "%d of %d services (%s) are not to be had, the first since %s: %s. Their endpoints stay as they were known; %s"
                      .formatted(
                          troubled.size(),
                          watches.size(),
                          some(troubled),
                          oldest.since(),
                          Untrusted.text(oldest.reason()),
                          remedy(code))));
        });
  }

  private static String some(List<ServiceWatch> watches) {
    String named =
        String.join(
            ", ",
            watches.stream().limit(NAMED).map(watch -> Untrusted.text(watch.name())).toList());
    return watches.size() > NAMED ? named + ", …" : named;
  }

  private void ofSetback(Instant since, Collection<ServiceWatch> watches, List<Finding> findings) {
    int kept = watches.stream().mapToInt(ServiceWatch::kept).sum();
    findings.add(
        finding(
            FindingCode.SOURCE_RESET,
            "Consul's index went back at %s: its state was lost or restored. %d instances that it does not list any more are kept; they go when they are still absent %d s after that and Consul lists at least one service that is selected"
                .formatted(since, kept, pace.resetGrace().toSeconds())));
  }

  private static String remedy(FindingCode code) {
    return switch (code) {
      case SOURCE_DENIED ->
          "give the source a token that may read services and nodes (service_prefix and node_prefix \"\" with policy read)";
      case SOURCE_UNREADABLE -> "look at what answers at that address";
      default -> "look at Consul and the way to it";
    };
  }

  private Finding finding(FindingCode code, String message) {
    return new Finding(code, "source/" + origin, message);
  }
}
