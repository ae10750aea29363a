package dev.portolan.tls;

import java.nio.file.Path;

/**
 * Where one process finds what it needs for mutual TLS. All are PEM files; they are followed while
 * the process runs.
 *
 * @param certificate the process's own, followed by those of intermediate authorities, if any
 * @param key of the certificate, PKCS #8, not encrypted
 * @param ca certificates of the authorities that vouch for the other end
 */
public record TlsFiles(Path certificate, Path key, Path ca) {}
