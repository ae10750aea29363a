package dev.portolan.server.push.engine.view;

/**
 * Something that is too large for any response.
 *
 * @param name of the resource; {@code *} for a whole full response
 * @param bytes that it would take
 * @param limit that it would have to keep to
 */
public record Withheld(String name, String version, long bytes, long limit) {}
