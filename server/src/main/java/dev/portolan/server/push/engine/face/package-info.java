/**
 * The engine's faces on gRPC: aggregated discovery, incremental. Everything that knows a call, a
 * status or a discovery message is here; what to send is decided in {@code push.engine}.
 */
@NullMarked
package dev.portolan.server.push.engine.face;

import org.jspecify.annotations.NullMarked;
