package dev.portolan.tls;

/** A file with a certificate or key cannot be used; the message names it, why, and the remedy. */
public final class TlsFileException extends Exception {
  private static final long serialVersionUID = 1;

  TlsFileException(String message) {
    super(message);
  }

  TlsFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
