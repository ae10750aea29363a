/** What stands in a node, as an instance. Pure; the only place that reads JSON. */
@NullMarked
package dev.portolan.source.zookeeper.payload;

import org.jspecify.annotations.NullMarked;
