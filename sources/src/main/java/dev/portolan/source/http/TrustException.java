package dev.portolan.source.http;

import java.nio.file.Path;

/** The certificates that are to be trusted cannot be had. */
public final class TrustException extends Exception {
  TrustException(Path file, Exception cause) {
    super("cannot use the certificates in %s: %s".formatted(file, cause), cause);
  }
}
