package dev.portolan.server.security;

import dev.portolan.registry.OriginId;

/**
 * Whom a stream acts for, as its transport proves it. Only the principal's own records may be
 * written on its streams, whatever their messages say.
 */
public record Principal(OriginId origin) {}
