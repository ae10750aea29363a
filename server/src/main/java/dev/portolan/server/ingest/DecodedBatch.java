package dev.portolan.server.ingest;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.v1.Batch;
import dev.portolan.v1.ItemRejection;
import dev.portolan.wire.Violation;
import dev.portolan.wire.Violations;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch, read: what is good goes on, what is not is refused with its reasons.
 *
 * @param listed services and slices that the batch offers, refused ones as well
 */
record DecodedBatch(
    List<Change> changes, List<ResourceKey> listed, List<ItemRejection> rejections) {

  /** Reads a batch of an origin; never fails. */
  static DecodedBatch of(OriginId origin, Batch batch) {
    List<Change> changes = new ArrayList<>();
    List<ResourceKey> listed = new ArrayList<>();
    List<ItemRejection> rejections = new ArrayList<>();
    for (int i = 0; i < batch.getItemsCount(); i++) {
      Violations violations = new Violations();
      DecodedItem item = DecodedItem.of(origin, batch.getItems(i), violations);
      item.listed().ifPresent(listed::add);
      item.change().ifPresent(changes::add);
      if (item.change().isEmpty()) {
        rejections.add(rejection(i, item.name(), violations));
      }
    }
    return new DecodedBatch(changes, listed, rejections);
  }

  private static ItemRejection rejection(int position, String name, Violations violations) {
    return ItemRejection.newBuilder()
        .setItem(position)
        .setName(name)
        .addAllViolations(violations.all().stream().map(Violation::message).toList())
        .build();
  }
}
