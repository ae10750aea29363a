package dev.portolan.source.zookeeper;

/**
 * ZooKeeper did not answer, or refused. Of what is registered only {@code ABSENT} says anything.
 */
public final class ZooKeeperException extends Exception {
  private final Kind kind;

  public ZooKeeperException(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** For a person. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What sort of failure it is, and so what is done about it. */
  public enum Kind {
    /** There is no such node. */
    ABSENT,
    /** Access rules of the node, or an identity that cannot be shown. */
    DENIED,
    /** There is more in the node than is read. */
    TOO_LARGE,
    /** No connection, no session, or any other error: says nothing about the node. */
    UNAVAILABLE;

    /** Whether it concerns the one node only. */
    boolean ofNode() {
      return this != UNAVAILABLE;
    }
  }
}
