/**
 * Reports in: serves {@code ReportService}, one {@link dev.portolan.server.ingest.ReportSession}
 * per stream, and turns what origins say into events for the registry loop in {@code control}.
 * Knows what each agent last said of itself ({@link dev.portolan.server.ingest.AgentDirectory}).
 */
@NullMarked
package dev.portolan.server.ingest;

import org.jspecify.annotations.NullMarked;
