/**
 * What an agent keeps on its own disk: the registry as the hub last sent it, for the process that
 * comes after this one. Implements {@link dev.portolan.agent.downlink.PointJournal}.
 */
@NullMarked
package dev.portolan.agent.cache;

import org.jspecify.annotations.NullMarked;
