package dev.portolan.server.rpc;

/** What was asked for is not known; the message says what there is instead. */
public final class NotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotFoundException(String message) {
    super(message);
  }
}
