package dev.portolan.server.ingest;

import dev.portolan.server.control.Outcome;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.v1.ReportResponse;
import java.util.function.Function;

/**
 * An event on its way into the registry and what is answered once it is durable.
 *
 * @param answer from what became of the event to the response
 */
record Submission(RegistryEvent event, Function<Outcome, ReportResponse> answer) {}
