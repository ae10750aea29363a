package dev.portolan.source.zookeeper.payload;

/** What stands in a node is no instance. */
public final class PayloadException extends Exception {
  public PayloadException(String reason) {
    super(reason);
  }

  /** For a person. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
