/**
 * What must hold in every history, checked on what passes by: the promises of docs/reliability.md
 * on what the hub writes and says, and the properties of a watch on what agents receive.
 */
@NullMarked
package dev.portolan.simulation.check;

import org.jspecify.annotations.NullMarked;
