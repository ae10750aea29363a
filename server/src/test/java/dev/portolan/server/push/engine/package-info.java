/** Streams without gRPC: laws over random histories. */
@NullMarked
package dev.portolan.server.push.engine;

import org.jspecify.annotations.NullMarked;
