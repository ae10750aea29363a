/**
 * Time that a simulation owns, and the processes and threads that live in it: one real thread does
 * what all of them do, in an order that the seed chooses.
 */
@NullMarked
package dev.portolan.simulation.time;

import org.jspecify.annotations.NullMarked;
