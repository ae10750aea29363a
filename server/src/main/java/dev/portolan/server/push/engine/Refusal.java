package dev.portolan.server.push.engine;

/**
 * A resource version that a subscriber could not accept; it is held back until the version changes.
 *
 * @param type short name of its type
 * @param version empty for a removal
 * @param reason as the subscriber gave it
 */
public record Refusal(String type, String name, String version, String reason) {}
