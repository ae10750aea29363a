package dev.portolan.source.consul;

/**
 * An answer of Consul's.
 *
 * @param index of the answer, to ask from
 * @param concealed access rules have left something out, or may have: what is absent is not known
 *     to be gone
 */
public record Reply<T>(T value, long index, boolean concealed) {}
