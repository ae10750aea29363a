/**
 * Host plans as Istio objects: adds syntax, takes no decisions. Between {@code
 * dev.portolan.federation}, which plans, and the agent's apply room, which writes.
 */
@NullMarked
package dev.portolan.translate;

import org.jspecify.annotations.NullMarked;
