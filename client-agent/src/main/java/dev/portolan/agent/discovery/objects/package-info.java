/**
 * Kubernetes objects as far as they matter here, indexed by who reads them: made by {@code
 * reduction}, read by {@code conversion}.
 */
@NullMarked
package dev.portolan.agent.discovery.objects;

import org.jspecify.annotations.NullMarked;
