/**
 * Real API servers with real agents, and what else writes to a cluster: controllers, kubelets,
 * administrators.
 */
@NullMarked
package dev.portolan.bench.cluster;

import org.jspecify.annotations.NullMarked;
