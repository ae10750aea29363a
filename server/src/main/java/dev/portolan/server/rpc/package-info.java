/**
 * What the gRPC edges {@code ingest} and {@code query} share: the exceptions with which they refuse
 * a call, and the one table that turns exceptions of the hub into gRPC statuses.
 */
@NullMarked
package dev.portolan.server.rpc;

import org.jspecify.annotations.NullMarked;
