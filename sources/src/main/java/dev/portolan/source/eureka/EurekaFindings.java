package dev.portolan.source.eureka;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.source.loop.Setback;
import dev.portolan.source.mapping.Untrusted;
import dev.portolan.source.records.Trouble;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What there is to say about reading Eureka, in words for a person. Pure. */
record EurekaFindings(OriginId origin, EurekaPace pace) {
  private static final int NAMED = 3;

  List<Finding> all(
      Optional<Trouble> trouble,
      Peers peers,
      KnownRegistry known,
      Setback setback,
      boolean anyListed,
      int overdue) {
    List<Finding> findings = new ArrayList<>();
    trouble.ifPresent(why -> findings.add(ofServers(why, peers)));
    if (trouble.isEmpty()) {
      ofOthers(peers, findings);
      if (!anyListed) {
        findings.add(
            finding(
                FindingCode.SOURCE_EMPTY,
                "Eureka lists no application that is selected, and nothing is concluded from that. Look at the server, at the selection (names are as Eureka has them, mostly in upper case) and at whether applications have registered"));
      }
    }
    setback.since().ifPresent(since -> findings.add(ofSetback(since, known.missing())));
    ofInstances(known.problems(), findings);
    if (overdue > 0) {
      findings.add(
          finding(
              FindingCode.SOURCE_UNCERTAIN,
              "%d instances have not renewed their leases in time and are still listed: Eureka protects itself and expires nobody. They are served as it lists them; look at the instances and at the way between them and Eureka"
                  .formatted(overdue)));
    }
    return findings;
  }

  private Finding ofServers(Trouble trouble, Peers peers) {
    String whom =
        peers.count() == 1
            ? "Eureka is not"
            : "none of %d Eureka servers is".formatted(peers.count());
    return finding(
        trouble.code(),
        "%s to be had since %s; of the last that was asked: %s. Everything stays as it was known; %s"
            .formatted(
                whom, trouble.since(), Untrusted.text(trouble.reason()), remedy(trouble.code())));
  }

  private static String remedy(FindingCode code) {
    return switch (code) {
      case SOURCE_DENIED ->
          "give the source a user and password that may read (eureka.auth-file); a server that has started without others gives nothing out for some minutes";
      case SOURCE_UNREADABLE ->
          "look at what answers at that address, which is that of the registry and ends in /eureka mostly";
      default -> "look at Eureka and the way to it";
    };
  }

  private void ofOthers(Peers peers, List<Finding> findings) {
    Map<URI, Trouble> troubled = peers.troubled();
    if (!troubled.isEmpty()) {
      Map.Entry<URI, Trouble> first =
          troubled.entrySet().stream().min(Map.Entry.comparingByKey()).orElseThrow();
      findings.add(
          finding(
              FindingCode.PEER_UNAVAILABLE,
              "%d of %d Eureka servers are not to be had; of the first, %s, since %s: %s. %s is read; look at the others"
                  .formatted(
                      troubled.size(),
                      peers.count(),
                      first.getKey(),
                      first.getValue().since(),
                      Untrusted.text(first.getValue().reason()),
                      peers.current())));
    }
  }

  private Finding ofSetback(Instant since, int missing) {
    return finding(
        FindingCode.SOURCE_RESET,
        "Eureka's registry is not the one that it was before %s: a server has lost it, or another one is read. %d instances that are not listed are kept; they go when they are still absent %d s after that and Eureka lists at least one application that is selected"
            .formatted(since, missing, pace.absenceGrace().toSeconds()));
  }

  /** Of all one: bad instances come in numbers. */
  private void ofInstances(SortedMap<InstanceKey, String> problems, List<Finding> findings) {
    if (!problems.isEmpty()) {
      InstanceKey first = problems.firstKey();
      findings.add(
          finding(
              FindingCode.INSTANCE_UNREADABLE,
              "%d instances (%s%s) cannot be understood; of the first: %s. What was known of them stays, all others are read; correct them, or leave their application out by select.not-names"
                  .formatted(
                      problems.size(),
                      String.join(
                          ", ",
                          problems.keySet().stream()
                              .limit(NAMED)
                              .map(key -> Untrusted.text(key.toString()))
                              .toList()),
                      problems.size() > NAMED ? ", …" : "",
                      Untrusted.text(String.valueOf(problems.get(first))))));
    }
  }

  private Finding finding(FindingCode code, String message) {
    return new Finding(code, "source/" + origin, message);
  }
}
