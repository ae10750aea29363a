/**
 * What this cluster knows now: what the hub sent, as far as its absences may be believed, overlaid
 * with the cluster's own services; and for each host touched by a change, what should stand.
 * Between {@code discovery} and {@code downlink} on one side and {@code apply} on the other.
 */
@NullMarked
package dev.portolan.agent.view;

import org.jspecify.annotations.NullMarked;
