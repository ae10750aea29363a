/** Discovery from registry to client: over real gRPC, in process. */
@NullMarked
package dev.portolan.server.push;

import org.jspecify.annotations.NullMarked;
