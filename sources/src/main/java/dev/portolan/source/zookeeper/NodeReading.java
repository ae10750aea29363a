package dev.portolan.source.zookeeper;

import java.util.Optional;

/** What is in a node, or why that is not known. One of the two is there. */
record NodeReading(Optional<byte[]> data, Optional<ZooKeeperException> refusal) {

  static NodeReading of(byte[] data) {
    return new NodeReading(Optional.of(data), Optional.empty());
  }

  static NodeReading refused(ZooKeeperException refusal) {
    return new NodeReading(Optional.empty(), Optional.of(refusal));
  }

  /** Whether the node is there. */
  boolean there() {
    return refusal.filter(why -> why.kind() == ZooKeeperException.Kind.ABSENT).isEmpty();
  }
}
