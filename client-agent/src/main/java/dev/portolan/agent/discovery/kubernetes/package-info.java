/**
 * A cluster's services as its API server tells of them: informers (one for each kind) and probes
 * post to the {@code Inbox}, one loop believes or doubts what they say and converts it. Objects are
 * reduced where they arrive; nothing else of them is held.
 */
@NullMarked
package dev.portolan.agent.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
