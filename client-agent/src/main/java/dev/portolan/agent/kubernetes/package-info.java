/**
 * The way to the cluster's API server: one client, built from a kubeconfig or from the pod's
 * service account. Used by {@code discovery.kubernetes} (reads) and {@code apply} (writes).
 */
@NullMarked
package dev.portolan.agent.kubernetes;

import org.jspecify.annotations.NullMarked;
