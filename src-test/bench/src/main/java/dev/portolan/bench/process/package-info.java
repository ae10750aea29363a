/**
 * Server processes: starting them, asking them, what they cost, and the main class of those that
 * are ours.
 */
@NullMarked
package dev.portolan.bench.process;

import org.jspecify.annotations.NullMarked;
