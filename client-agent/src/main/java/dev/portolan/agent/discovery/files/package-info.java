/**
 * The file origin: a directory of Kubernetes YAML and JSON, watched, as the cluster's objects.
 * Feeds {@code conversion}; uplink and view see it as {@link
 * dev.portolan.agent.discovery.LocalServices}.
 */
@NullMarked
package dev.portolan.agent.discovery.files;

import org.jspecify.annotations.NullMarked;
