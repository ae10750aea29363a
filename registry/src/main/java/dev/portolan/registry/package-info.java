/**
 * What is known: immutable records, the snapshot of all of them at one revision, and the delta
 * between two snapshots. Pure: no I/O, no clock, no threads; everything else points here, this
 * points nowhere.
 */
@NullMarked
package dev.portolan.registry;

import org.jspecify.annotations.NullMarked;
