/**
 * What both links to the hub have in common: one channel, a serial loop with time, reconnection
 * with backoff, the sound of silence. Used by {@code uplink} and {@code downlink}; knows neither.
 */
@NullMarked
package dev.portolan.agent.session;

import org.jspecify.annotations.NullMarked;
