package dev.portolan.server.control;

/**
 * The disk failed while something was made durable, so nobody knows what is on it. Trying again
 * could succeed without anything being there: the hub has to stop, and to read what is there when
 * it starts.
 */
public final class StoreFailedException extends StoreException {
  private static final long serialVersionUID = 1;

  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
