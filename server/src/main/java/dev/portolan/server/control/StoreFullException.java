package dev.portolan.server.control;

/** There is no room for a write; reading goes on, and so does writing once there is room. */
public final class StoreFullException extends StoreException {
  private static final long serialVersionUID = 1;

  public StoreFullException(String message) {
    super(message);
  }

  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
