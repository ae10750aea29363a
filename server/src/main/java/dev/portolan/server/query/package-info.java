/**
 * Questions to the registry: serves {@code RegistryService} from published snapshots alone, never
 * from the loop or the store. What agents say of themselves comes through the ports {@link
 * dev.portolan.server.query.Agents} and {@link dev.portolan.server.query.RefusedResources}.
 */
@NullMarked
package dev.portolan.server.query;

import org.jspecify.annotations.NullMarked;
