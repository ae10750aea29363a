/**
 * Where the registry survives: adapters of {@link dev.portolan.server.control.RegistryStore},
 * RocksDB for the hub and memory for tests. Neighbour: {@code control}, which owns the port.
 */
@NullMarked
package dev.portolan.server.store;

import org.jspecify.annotations.NullMarked;
