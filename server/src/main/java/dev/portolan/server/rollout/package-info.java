/**
 * Takes policies from wave to wave of clusters (ADR 0058): what agents say decides, and the
 * registry loop does it.
 */
@NullMarked
package dev.portolan.server.rollout;

import org.jspecify.annotations.NullMarked;
