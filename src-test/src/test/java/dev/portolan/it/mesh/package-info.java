/**
 * Meshes of real parts: API servers, istiods, our hub and agents, Envoys. What the agents write is
 * judged by what istiod tells proxies, and by where traffic goes.
 */
@NullMarked
package dev.portolan.it.mesh;

import org.jspecify.annotations.NullMarked;
