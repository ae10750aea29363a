/**
 * The single writer. {@code RegistryLoop} turns events into durable changes and tells publishers;
 * it owns the ports {@link dev.portolan.server.control.RegistryStore} (implemented in {@code
 * store}) and {@link dev.portolan.server.control.SnapshotPublisher} (implemented in {@code push}
 * and {@code query}).
 */
@NullMarked
package dev.portolan.server.control;

import org.jspecify.annotations.NullMarked;
