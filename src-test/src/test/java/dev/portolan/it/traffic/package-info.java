/**
 * What makes real Envoys on one machine a network of clusters: translated addresses, identities,
 * and small HTTP servers behind sidecars.
 */
@NullMarked
package dev.portolan.it.traffic;

import org.jspecify.annotations.NullMarked;
