package dev.portolan.source.consul.http;

import java.nio.file.Path;

/** The certificates that are to be trusted cannot be had. */
public final class ConsulTlsException extends Exception {
  ConsulTlsException(Path file, Exception cause) {
    super("cannot use the certificates in %s: %s".formatted(file, cause), cause);
  }
}
