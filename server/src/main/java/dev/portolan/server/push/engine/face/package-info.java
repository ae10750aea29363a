/**
 * The four faces of the engine on gRPC: incremental and state of the world, aggregated and of one
 * type. Everything that knows a call, a status or a discovery message is here; what to send is
 * decided in {@code push.engine}.
 */
@NullMarked
package dev.portolan.server.push.engine.face;

import org.jspecify.annotations.NullMarked;
