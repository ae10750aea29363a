package dev.portolan.source.eureka;

/**
 * Something that stands where an instance should, and does not say which. Any instance of its
 * application that is not listed may be it.
 *
 * @param app empty when not even that is known
 * @param status as far as it has one
 * @param problem why it cannot be understood
 */
public record Nameless(String app, String status, String problem) {}
