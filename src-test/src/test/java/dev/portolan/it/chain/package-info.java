/**
 * The whole way of a change under random histories: a real hub and real agents in one process, over
 * the real protos, with restarts, losses of the store, broken and held streams. What may be written
 * is planned directly from the states that the origins had.
 */
@NullMarked
package dev.portolan.it.chain;

import org.jspecify.annotations.NullMarked;
