/**
 * Asks an istiod as a proxy does, and reads its answers into small records: what a real control
 * plane makes of the objects in its API server.
 */
@NullMarked
package dev.portolan.it.ads;

import org.jspecify.annotations.NullMarked;
