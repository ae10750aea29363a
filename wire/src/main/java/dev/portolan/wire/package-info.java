/**
 * Records to {@code portolan.v1} messages and back: the only place that knows both shapes. {@link
 * dev.portolan.wire.RecordEncoder} trusts its input, {@link dev.portolan.wire.RecordDecoder} does
 * not and collects {@link dev.portolan.wire.Violations}; {@code xds} wraps both for discovery
 * streams.
 */
@NullMarked
package dev.portolan.wire;

import org.jspecify.annotations.NullMarked;
