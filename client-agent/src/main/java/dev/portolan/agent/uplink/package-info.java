/**
 * The way up: keeps the hub's copy of this origin's records equal to what {@code discovery} found
 * last, and tells the hub how {@code view} and {@code apply} fare. Speaks {@code
 * ReportService.Report} over the channel of {@code session}.
 */
@NullMarked
package dev.portolan.agent.uplink;

import org.jspecify.annotations.NullMarked;
