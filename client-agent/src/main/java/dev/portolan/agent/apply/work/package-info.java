/**
 * In which order, how fast and when again operations run: the queue, the token bucket, the backoff
 * of single objects and of whole kinds, namespaces or sinks. Pure but for its own state; time comes
 * from the caller.
 */
@NullMarked
package dev.portolan.agent.apply.work;

import org.jspecify.annotations.NullMarked;
