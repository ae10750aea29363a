/** ZooKeeper's own client: sessions, watches, requests. The only place that speaks to it. */
@NullMarked
package dev.portolan.source.zookeeper.client;

import org.jspecify.annotations.NullMarked;
