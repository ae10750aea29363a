/** {@code portolan explain}: why something is as it is. */
@NullMarked
package dev.portolan.cli.explain;

import org.jspecify.annotations.NullMarked;
