package dev.portolan.server.push.engine.face;

import dev.portolan.server.push.engine.view.Listing;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;

/**
 * An incremental request as it is read.
 *
 * @param rest all of it but {@code initial_resource_versions}
 * @param listed what these say
 */
record IncrementalMessage(DeltaDiscoveryRequest rest, Listing listed) {}
