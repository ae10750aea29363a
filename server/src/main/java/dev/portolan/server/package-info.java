/**
 * Where the hub is put together: {@link dev.portolan.server.ServerMain} reads what it is told,
 * {@link dev.portolan.server.Hub} opens the port, {@link dev.portolan.server.HubServices} wires the
 * rooms. Knows every room; no room knows it.
 */
@NullMarked
package dev.portolan.server;

import org.jspecify.annotations.NullMarked;
