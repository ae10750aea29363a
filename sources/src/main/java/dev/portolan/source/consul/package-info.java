/**
 * A Consul datacentre as a source: which of its answers are believed, and when what is absent is
 * gone. Speaks to Consul through its port {@link dev.portolan.source.consul.ConsulApi}; {@code
 * http} is the adapter.
 */
@NullMarked
package dev.portolan.source.consul;

import org.jspecify.annotations.NullMarked;
