/**
 * The network between agents and hub: connections that carry gRPC's real calls to its real
 * handlers, late, slowly, not at all, or until they break. Knows the transport's side of gRPC and
 * nothing of what is said.
 */
@NullMarked
package dev.portolan.simulation.network;

import org.jspecify.annotations.NullMarked;
