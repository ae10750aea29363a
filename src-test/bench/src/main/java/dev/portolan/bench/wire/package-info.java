/**
 * Real wire clients: agents on discovery streams, origins on report streams, readers of raw
 * sockets.
 */
@NullMarked
package dev.portolan.bench.wire;

import org.jspecify.annotations.NullMarked;
