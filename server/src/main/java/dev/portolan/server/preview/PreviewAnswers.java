package dev.portolan.server.preview;

import dev.portolan.federation.Surroundings;
import dev.portolan.registry.OriginId;
import dev.portolan.v1.ClusterPreview;
import dev.portolan.v1.PreviewResponse;
import dev.portolan.wire.RevisionCodec;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The answers to one question: hosts of a cluster, the cluster, and so on; at last the revision.
 * Each is planned when it is asked for, so that what waits for a slow reader is one host. Not
 * thread-safe.
 */
final class PreviewAnswers implements Iterator<PreviewResponse> {
  private final Comparison comparison;
  private final KnownClusters known;
  private final PreviewMessages messages;
  private final Iterator<OriginId> clusters;
  private Iterator<HostChange> hosts = Collections.emptyIterator();
  private Optional<ClusterPreview.Builder> open = Optional.empty();
  private boolean over;

  PreviewAnswers(Comparison comparison, KnownClusters known, PreviewMessages messages) {
    this.comparison = comparison;
    this.known = known;
    this.messages = messages;
    this.clusters = comparison.clusters().iterator();
  }

  @Override
  public boolean hasNext() {
    return !over;
  }

  @Override
  public PreviewResponse next() {
    if (over) {
      throw new NoSuchElementException();
    }
    if (open.isEmpty() && clusters.hasNext()) {
      begin(clusters.next());
    }
    if (open.isEmpty()) {
      over = true;
      return PreviewResponse.newBuilder()
          .setRevision(RevisionCodec.encode(comparison.before().revision()))
          .build();
    }
    ClusterPreview.Builder sum = open.get();
    if (hosts.hasNext()) {
      HostChange change = hosts.next();
      add(change, sum);
      return messages.host(change);
    }
    open = Optional.empty();
    return PreviewResponse.newBuilder().setCluster(sum).build();
  }

  private void begin(OriginId cluster) {
    Optional<Surroundings> said = known.surroundings(cluster);
    hosts = comparison.hosts(cluster, said.orElseGet(() -> comparison.assumed(cluster))).iterator();
    open =
        Optional.of(
            ClusterPreview.newBuilder()
                .setCluster(cluster.value())
                .setObjects(known.objects(cluster))
                .setSurroundingsAssumed(said.isEmpty()));
  }

  private static void add(HostChange change, ClusterPreview.Builder sum) {
    for (ObjectChange object : change.objects()) {
      if (object.created()) {
        sum.setCreated(sum.getCreated() + 1);
      } else if (object.deleted()) {
        sum.setDeleted(sum.getDeleted() + 1);
      } else {
        sum.setChanged(sum.getChanged() + 1);
      }
    }
  }
}
