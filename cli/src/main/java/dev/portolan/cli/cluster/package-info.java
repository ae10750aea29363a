/** {@code portolan cluster}: decisions about who reports for a cluster. */
@NullMarked
package dev.portolan.cli.cluster;

import org.jspecify.annotations.NullMarked;
