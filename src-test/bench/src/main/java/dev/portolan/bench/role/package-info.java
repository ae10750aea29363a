/** What a server process plays: floors, peers, and the hub itself. */
@NullMarked
package dev.portolan.bench.role;

import org.jspecify.annotations.NullMarked;
