package dev.portolan.server.ingest;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.v1.Batch;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.ItemRejection;
import dev.portolan.wire.Violation;
import dev.portolan.wire.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A batch, read: what is good goes on, what is not is refused with its reasons.
 *
 * @param listed services and slices that the batch offers, refused ones as well
 * @param withdrawn those that it takes back; what it offers after that is listed again
 */
record DecodedBatch(
    List<Change> changes,
    List<ResourceKey> listed,
    List<ResourceKey> withdrawn,
    List<ItemRejection> rejections) {

  /** Uids of clusters that the batch speaks of. */
  static List<String> uids(Batch batch) {
    return batch.getItemsList().stream()
        .filter(BatchItem::hasCluster)
        .map(item -> item.getCluster().getUid())
        .toList();
  }

  /** Bytes of the items that are too large to be read. */
  static int refusedBytes(Batch batch, int maxItemBytes) {
    return batch.getItemsList().stream()
        .mapToInt(BatchItem::getSerializedSize)
        .filter(size -> size > maxItemBytes)
        .sum();
  }

  /**
   * Reads a batch of an origin; never fails.
   *
   * @param uid of the cluster whose batch it is; a record of another one is refused, one that names
   *     none gets it. Empty when it is not known
   */
  static DecodedBatch of(OriginId origin, Batch batch, ReportLimits limits, String uid) {
    List<Change> changes = new ArrayList<>();
    List<ResourceKey> listed = new ArrayList<>();
    List<ResourceKey> withdrawn = new ArrayList<>();
    List<ItemRejection> rejections = new ArrayList<>();
    for (int i = 0; i < batch.getItemsCount(); i++) {
      Violations violations = new Violations();
      DecodedItem item =
          DecodedItem.of(origin, batch.getItems(i), violations)
              .atMost(batch.getItems(i), limits.maxRequestBytes(), violations)
              .of(uid, violations);
      item.listed().ifPresent(listed::add);
      item.change().ifPresent(changes::add);
      if (item.change().orElse(null) instanceof Change.Remove removal) {
        Set<ResourceKey> gone = Set.of(removal.key());
        listed.removeIf(key -> goesWith(key, gone));
        withdrawn.add(removal.key());
      }
      if (item.change().isEmpty()) {
        rejections.add(rejection(i, item.name(), violations));
      }
    }
    return new DecodedBatch(changes, listed, withdrawn, rejections);
  }

  /** Whether a record is not offered any more when these are withdrawn. */
  static boolean goesWith(ResourceKey key, Set<? extends ResourceKey> withdrawn) {
    return withdrawn.contains(key)
        || (key instanceof SliceKey slice && withdrawn.contains(slice.service()));
  }

  private static ItemRejection rejection(int position, String name, Violations violations) {
    return ItemRejection.newBuilder()
        .setItem(position)
        .setName(name)
        .addAllViolations(violations.all().stream().map(Violation::message).toList())
        .build();
  }
}
