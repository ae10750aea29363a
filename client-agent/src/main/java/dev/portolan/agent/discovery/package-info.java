/**
 * What this cluster has, as registry records: the port {@link
 * dev.portolan.agent.discovery.LocalServices} that uplink (reports) and view (plans) read, fed by a
 * directory of YAML or by the Kubernetes API.
 */
@NullMarked
package dev.portolan.agent.discovery;

import org.jspecify.annotations.NullMarked;
