package dev.portolan.source.zookeeper;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.source.loop.Setback;
import dev.portolan.source.mapping.Untrusted;
import dev.portolan.source.records.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to say about reading ZooKeeper, in words for a person. Pure. */
record ZooKeeperFindings(OriginId origin, ZooKeeperPace pace) {
  private static final int NAMED = 3;
  private static final String READ_RIGHT =
      "give the identity in zookeeper.auth-file the right to read, or the node an ACL that lets everybody read";

  /** A node with what is wrong with it. */
  private record Bad(String path, String reason) {}

  List<Finding> all(Optional<Trouble> lost, List<PathState> paths, Setback setback) {
    List<Finding> findings = new ArrayList<>();
    lost.ifPresent(trouble -> findings.add(ofConnection(trouble)));
    paths.forEach(path -> path.trouble().ifPresent(why -> findings.add(ofPath(path, why))));
    ofNodes(paths, findings);
    boolean allRead =
        lost.isEmpty() && paths.stream().allMatch(path -> path.everAnswered() && !path.missing());
    if (allRead && paths.stream().noneMatch(PathState::listed)) {
      findings.add(
          finding(
              FindingCode.SOURCE_EMPTY,
              "ZooKeeper lists no instance that is selected. As long as it never did, nothing is concluded from that. Look at zookeeper.paths, at the selection and at whether services have registered"));
    }
    setback
        .since()
        .ifPresent(
            since -> {
              int kept = kept(paths);
              if (kept > 0) {
                findings.add(ofSetback(since.toString(), kept));
              }
            });
    return findings;
  }

  private Finding ofConnection(Trouble trouble) {
    return finding(
        trouble.code(),
        "ZooKeeper is not to be had since %s: %s. Everything stays as it was known; look at the ensemble and the way to it (zookeeper.connect)"
            .formatted(trouble.since(), Untrusted.text(trouble.reason())));
  }

  private Finding ofPath(PathState path, Trouble trouble) {
    String remedy =
        switch (trouble.code()) {
          case PATH_MISSING ->
              "look at zookeeper.paths and at the chroot in zookeeper.connect, and at whether services have registered";
          case SOURCE_DENIED -> READ_RIGHT;
          default -> "look at the ensemble";
        };
    return finding(
        trouble.code(),
        "the path %s is not to be had since %s: %s. What was known of it stays, and nothing of this source is concluded to be complete before it was read; %s"
            .formatted(
                Untrusted.text(path.path()),
                trouble.since(),
                Untrusted.text(trouble.reason()),
                remedy));
  }

  /** Of each kind one: bad nodes come in numbers. */
  private void ofNodes(List<PathState> paths, List<Finding> findings) {
    List<Bad> denied = new ArrayList<>();
    List<Bad> unreadable = new ArrayList<>();
    for (PathState path : paths) {
      for (ServiceState service : path.services().values()) {
        service.refusal().ifPresent(why -> denied.add(new Bad(service.key(), why.reason())));
        service
            .nodes()
            .forEach(
                (node, state) ->
                    state
                        .problem()
                        .ifPresent(
                            why ->
                                (state.denied() ? denied : unreadable)
                                    .add(new Bad(Errand.below(service.key(), node), why))));
      }
    }
    if (!denied.isEmpty()) {
      findings.add(ofNodes(FindingCode.SOURCE_DENIED, denied, "may not be read", READ_RIGHT));
    }
    if (!unreadable.isEmpty()) {
      findings.add(
          ofNodes(
              FindingCode.NODE_UNREADABLE,
              unreadable,
              "cannot be understood",
              "correct them, or leave their service out by select.not-names"));
    }
  }

  private Finding ofNodes(FindingCode code, List<Bad> bad, String what, String remedy) {
    String named =
        String.join(
            ", ", bad.stream().limit(NAMED).map(each -> Untrusted.text(each.path())).toList());
    return finding(
        code,
        "%d nodes (%s%s) %s; of the first: %s. What was known of them stays, all others are read; %s"
            .formatted(
                bad.size(),
                named,
                bad.size() > NAMED ? ", …" : "",
                what,
                Untrusted.text(bad.get(0).reason()),
                remedy));
  }

  private static int kept(List<PathState> paths) {
    return paths.stream()
        .flatMap(path -> path.services().values().stream())
        .mapToInt(ServiceState::kept)
        .sum();
  }

  private Finding ofSetback(String since, int kept) {
    return finding(
        FindingCode.ABSENCE_DOUBTED,
        "nobody saw ZooKeeper, or a path, until %s. %d instances that are not there any more are kept: sessions end together in such a time, and services register anew. They go when they are still absent %d s after that and any instance that is selected is there"
            .formatted(since, kept, pace.absenceGrace().toSeconds()));
  }

  private Finding finding(FindingCode code, String message) {
    return new Finding(code, "source/" + origin, message);
  }
}
