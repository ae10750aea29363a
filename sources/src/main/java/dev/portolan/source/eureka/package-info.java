/**
 * A Eureka registry as a source: what of its lists and of its changes is believed, and when what is
 * absent is gone (ADR 0049). Speaks to its servers through the port {@link
 * dev.portolan.source.eureka.EurekaApi}; {@code http} is the adapter.
 */
@NullMarked
package dev.portolan.source.eureka;

import org.jspecify.annotations.NullMarked;
