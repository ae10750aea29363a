package dev.portolan.cli.hub;

import dev.portolan.tls.TlsFiles;
import java.util.Optional;

/**
 * How to reach a hub that has TLS.
 *
 * @param files who asks, and whom he trusts
 * @param serverName that the hub's certificate has to carry; without it, the host that is asked
 */
public record HubTls(TlsFiles files, Optional<String> serverName) {}
