package dev.portolan.server.control;

/**
 * The store could not do what was asked; the message says what, where, and what to do. Asking again
 * later may help.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
