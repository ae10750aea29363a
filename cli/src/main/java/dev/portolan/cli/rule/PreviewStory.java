package dev.portolan.cli.rule;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.ClusterPreview;
import dev.portolan.v1.Finding;
import dev.portolan.v1.HostPreview;
import dev.portolan.v1.ObjectChange;
import dev.portolan.v1.ObjectPreview;
import dev.portolan.v1.PreviewResponse;
import dev.portolan.v1.Severity;
import java.util.ArrayList;
import java.util.List;

/** Tells a preview as it comes: the hosts of a cluster, then the cluster's sum. Not thread-safe. */
final class PreviewStory {
  private static final int CONTEXT = 3;

  private final Shell shell;
  private final int warnAbove;
  private final List<String> warnings = new ArrayList<>();
  private final List<String> assumed = new ArrayList<>();
  private boolean changes;

  /** {@code warnAbove}: share of a cluster's objects in percent. */
  PreviewStory(Shell shell, int warnAbove) {
    this.shell = shell;
    this.warnAbove = warnAbove;
  }

  void take(PreviewResponse response) {
    switch (response.getPreviewCase()) {
      case HOST -> host(response.getHost());
      case CLUSTER -> cluster(response.getCluster());
      case REVISION, PREVIEW_NOT_SET -> {
        // All is said; and what a newer hub says besides.
      }
    }
    shell.flush();
  }

  /** Nothing more comes. */
  void end() {
    if (!changes) {
      shell.out().println("no object would change");
    }
    warnings.forEach(warning -> line("warning: " + warning));
    if (!assumed.isEmpty()) {
      line(
          "note: the agents of %s have not said which namespaces and Services their clusters have; the usual is assumed"
              .formatted(String.join(", ", assumed)));
    }
    shell.flush();
  }

  /** Whether there is something to worry about. */
  boolean warnings() {
    return !warnings.isEmpty();
  }

  private void host(HostPreview host) {
    String name = "%s/%s".formatted(host.getNamespace(), host.getName());
    if (host.getObjectsCount() > 0) {
      changes = true;
      line("%s  %s: %s; %s".formatted(host.getCluster(), name, objects(host), destinations(host)));
    }
    for (Finding finding : host.getFindingsList()) {
      line(
          "    %s %s %s: %s"
              .formatted(
                  finding.getCode(),
                  finding.getReason(),
                  finding.getSubject(),
                  finding.getMessage()));
    }
    host.getObjectsList().forEach(this::difference);
    if (host.getDestinationsBefore() > 0 && host.getDestinationsAfter() == 0) {
      warnings.add("%s would have nowhere to go in %s".formatted(name, host.getCluster()));
    }
    host.getFindingsList().stream()
        .filter(finding -> finding.getSeverity() == Severity.SEVERITY_ERROR)
        .filter(finding -> host.getDestinationsAfter() > 0)
        .forEach(
            finding ->
                warnings.add("%s in %s: %s".formatted(name, host.getCluster(), finding.getCode())));
  }

  private static String objects(HostPreview host) {
    List<String> parts = new ArrayList<>();
    for (ObjectPreview object : host.getObjectsList()) {
      parts.add(object.getKind() + " " + word(object.getChange()));
    }
    return String.join(", ", parts);
  }

  private static String destinations(HostPreview host) {
    int before = host.getDestinationsBefore();
    int after = host.getDestinationsAfter();
    return host.getGained() == 0 && host.getLost() == 0
        ? "%d destinations as before".formatted(after)
        : "%d destinations, then %d (+%d -%d)"
            .formatted(before, after, host.getGained(), host.getLost());
  }

  private void difference(ObjectPreview object) {
    if (object.getBefore().isEmpty() && object.getAfter().isEmpty()) {
      return;
    }
    List<String> before = object.getBefore().lines().toList();
    List<String> after = object.getAfter().lines().toList();
    String name = "%s/%s/%s".formatted(object.getKind(), object.getNamespace(), object.getName());
    UnifiedDiffUtils.generateUnifiedDiff(
            before.isEmpty() ? "/dev/null" : name,
            after.isEmpty() ? "/dev/null" : name,
            before,
            DiffUtils.diff(before, after),
            CONTEXT)
        .forEach(this::line);
  }

  private void cluster(ClusterPreview cluster) {
    int all = cluster.getCreated() + cluster.getChanged() + cluster.getDeleted();
    if (cluster.getSurroundingsAssumed()) {
      assumed.add(cluster.getCluster());
    }
    if (all == 0) {
      return;
    }
    line(
        "%s: %d objects created, %d changed, %d deleted%s"
            .formatted(
                cluster.getCluster(),
                cluster.getCreated(),
                cluster.getChanged(),
                cluster.getDeleted(),
                cluster.getObjects() == 0 ? "" : ", of " + cluster.getObjects()));
    int touched = cluster.getChanged() + cluster.getDeleted();
    if (cluster.getObjects() > 0 && 100L * touched > (long) warnAbove * cluster.getObjects()) {
      warnings.add(
          "%d of the %d objects in %s would change or go, more than %d %%"
              .formatted(touched, cluster.getObjects(), cluster.getCluster(), warnAbove));
    }
  }

  private static String word(ObjectChange change) {
    return switch (change) {
      case OBJECT_CHANGE_CREATED -> "created";
      case OBJECT_CHANGE_CHANGED -> "changed";
      case OBJECT_CHANGE_DELETED -> "deleted";
      case OBJECT_CHANGE_UNSPECIFIED, UNRECOGNIZED -> "otherwise";
    };
  }

  private void line(String text) {
    shell.out().println(PlainText.of(text));
  }
}
