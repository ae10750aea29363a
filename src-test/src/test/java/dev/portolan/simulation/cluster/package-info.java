/** The API server of a cluster: what stands there, and how it answers the agent that writes it. */
@NullMarked
package dev.portolan.simulation.cluster;

import org.jspecify.annotations.NullMarked;
