/**
 * Real parts for integration tests: API servers, istiod and Envoy as processes on loopback.
 *
 * <p>Start at {@link dev.portolan.it.peers.RealClusters}. What is not built on this machine ({@code
 * src-test/peers/provision}) skips the tests that need it, with the reason.
 */
@NullMarked
package dev.portolan.it.peers;

import org.jspecify.annotations.NullMarked;
