package dev.portolan.cli.get;

import dev.portolan.v1.Revision;

/** Told of what is there and what changes. */
interface WatchSink<T> {
  /** The whole list begins anew; it is complete at the next bookmark. */
  void restarted();

  void upserted(T item, Revision revision);

  /** Of the item only what its path needs is set. */
  void removed(T item, Revision revision);

  /** All up to this revision has been told. */
  void bookmark(Revision revision);
}
