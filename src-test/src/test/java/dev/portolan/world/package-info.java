/**
 * Small clusters, what may happen in them, and what others may make of it: the model by which whole
 * histories are judged, in real time ({@code it.chain}) and in virtual time ({@code simulation}).
 */
@NullMarked
package dev.portolan.world;

import org.jspecify.annotations.NullMarked;
