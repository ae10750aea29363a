package dev.portolan.server.ingest;

import dev.portolan.registry.OriginId;

/**
 * Who reports on a stream.
 *
 * @param origin as the transport proves it
 * @param incarnation of the reporting process
 * @param version of the reporting process, for people
 * @param uid of the cluster, as it says itself; empty when unknown
 */
record Reporter(OriginId origin, long incarnation, String version, String uid) {}
