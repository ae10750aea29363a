package dev.portolan.agent.discovery.objects;

/** A ServiceExport: the Service of its namespace and name asks to be exported. */
public record ObservedExport(ObjectRef ref) implements Observed {}
