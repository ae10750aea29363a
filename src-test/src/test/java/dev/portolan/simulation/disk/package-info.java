/** Disks: what was durable survives the process, and some of what was not. */
@NullMarked
package dev.portolan.simulation.disk;

import org.jspecify.annotations.NullMarked;
