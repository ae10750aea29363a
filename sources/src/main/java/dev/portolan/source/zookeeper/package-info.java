/**
 * What of ZooKeeper is believed: reads the instances under some paths, follows them by persistent
 * recursive watches, and decides when one is gone. {@code client} speaks to the ensemble, {@code
 * payload} reads what a node says.
 */
@NullMarked
package dev.portolan.source.zookeeper;

import org.jspecify.annotations.NullMarked;
