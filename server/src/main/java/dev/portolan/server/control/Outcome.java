package dev.portolan.server.control;

import dev.portolan.registry.Revision;

/**
 * What became of an event. It is durable when the caller sees this.
 *
 * @param revision from which on the event is in force
 * @param removedServices services that went because of it
 * @param removedSlices slices that went because of it
 */
public record Outcome(Revision revision, int removedServices, int removedSlices) {}
