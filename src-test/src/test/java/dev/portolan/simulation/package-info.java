/**
 * The whole product on one thread: a real hub and real agents on a time, a network, disks and API
 * servers that one seed rules. A seed is a history; what must hold in every history is checked
 * while it goes on and at its end.
 */
@NullMarked
package dev.portolan.simulation;

import org.jspecify.annotations.NullMarked;
