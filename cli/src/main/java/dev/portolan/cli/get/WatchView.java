package dev.portolan.cli.get;

import dev.portolan.v1.Revision;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a watch has shown so far, so that a list that begins anew shows only what differs. Nothing
 * counts as removed before a list is complete. Not thread-safe.
 */
final class WatchView<T> implements WatchSink<T> {
  private final Resources<T> resources;
  private final WatchPrinter<T> printer;
  private final Runnable complete;
  private final SortedMap<String, T> shown = new TreeMap<>();
  private final Set<String> listed = new HashSet<>();
  private boolean listing;

  /** {@code complete} runs whenever a list that began anew is complete. */
  WatchView(Resources<T> resources, WatchPrinter<T> printer, Runnable complete) {
    this.resources = resources;
    this.printer = printer;
    this.complete = complete;
  }

  @Override
  public void restarted() {
    listing = true;
    listed.clear();
  }

  @Override
  public void upserted(T item, Revision revision) {
    String path = resources.path(item);
    if (listing) {
      listed.add(path);
    }
    T before = shown.put(path, item);
    if (before == null || !resources.settled(before).equals(resources.settled(item))) {
      printer.upserted(item, revision);
    }
  }

  @Override
  public void removed(T item, Revision revision) {
    T before = shown.remove(resources.path(item));
    listed.remove(resources.path(item));
    if (before != null) {
      printer.removed(before, revision);
    }
  }

  @Override
  public void bookmark(Revision revision) {
    if (listing) {
      listing = false;
      shown
          .entrySet()
          .removeIf(
              entry -> {
                boolean gone = !listed.contains(entry.getKey());
                if (gone) {
                  printer.removed(entry.getValue(), revision);
                }
                return gone;
              });
      listed.clear();
      complete.run();
    }
    printer.bookmark(revision);
  }
}
