package dev.portolan.federation;

import dev.portolan.registry.Protocol;

/**
 * A port of a global host.
 *
 * @param sni of the exporters' native host and port, as their east-west gateways expect it ({@code
 *     outbound_.<port>_._.<service>.<namespace>.svc.<cluster domain>}); empty when no destination
 *     is a gateway
 */
public record PlannedPort(String name, int number, Protocol protocol, String sni) {}
