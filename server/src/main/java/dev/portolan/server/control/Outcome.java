package dev.portolan.server.control;

import dev.portolan.registry.Revision;
import java.util.Optional;

/**
 * What became of an event. It is durable when the caller sees this.
 *
 * @param revision from which on the event is in force
 * @param removedServices services that went because of it
 * @param removedSlices slices that went because of it
 * @param hold name of the hold that has what it withdrew, if that was too much at once
 */
public record Outcome(
    Revision revision, int removedServices, int removedSlices, Optional<String> hold) {}
