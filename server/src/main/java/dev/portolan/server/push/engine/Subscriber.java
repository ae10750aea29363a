package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Point;
import java.util.Optional;

/**
 * Who is at the other end of a stream.
 *
 * @param id as proven by the transport
 * @param resume the bookmark up to which the subscriber holds its scope's view, if it says so
 * @param inlinePoints it takes a point from the response that completes it, so that no bookmark has
 *     to follow; incremental streams only
 */
public record Subscriber(String id, Optional<Point> resume, boolean inlinePoints) {}
