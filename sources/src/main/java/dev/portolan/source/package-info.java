/**
 * The source: reports what a foreign registry has as one origin, as an agent reports a cluster. It
 * writes nothing anywhere. {@link dev.portolan.source.SourceMain} is the process.
 */
@NullMarked
package dev.portolan.source;

import org.jspecify.annotations.NullMarked;
