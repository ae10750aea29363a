package dev.portolan.server.control;

/** A hub has the store for itself. */
public final class StoreInUseException extends StoreException {
  private static final long serialVersionUID = 1;

  public StoreInUseException(String message) {
    super(message);
  }
}
