package dev.portolan.server.query;

/**
 * What the hub observes beside what the registry holds, in this life of it. Every part is
 * thread-safe.
 *
 * @param agents what they say of themselves
 * @param refused what they do not take
 * @param probations what is asked of those that came back
 * @param renewals of what is registered by RPC
 */
public record Observations(
    Agents agents, RefusedResources refused, Probations probations, Renewals renewals) {}
