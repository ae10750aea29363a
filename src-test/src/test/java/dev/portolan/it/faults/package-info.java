/**
 * Real processes that talk over a network which fails: a hub and agents of file origins, a {@link
 * dev.portolan.it.faults.FaultyLink} between each agent and the hub, and a watch over every object
 * on disk.
 */
@NullMarked
package dev.portolan.it.faults;

import org.jspecify.annotations.NullMarked;
