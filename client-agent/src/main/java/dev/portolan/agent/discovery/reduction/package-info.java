/**
 * From the Kubernetes client's model to the observed {@code objects}, once for every origin: files
 * today, informers next.
 */
@NullMarked
package dev.portolan.agent.discovery.reduction;

import org.jspecify.annotations.NullMarked;
