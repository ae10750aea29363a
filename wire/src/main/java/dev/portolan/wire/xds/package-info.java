/**
 * Records as resources of discovery streams: types, names, bytes, resume and refusal. The hub's
 * push and the agent's downlink meet here; the messages themselves are made in {@code
 * dev.portolan.wire}.
 */
@NullMarked
package dev.portolan.wire.xds;

import org.jspecify.annotations.NullMarked;
