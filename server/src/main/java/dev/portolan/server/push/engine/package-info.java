/**
 * The streams: what each subscriber holds, what it is to be sent next, and on which thread. Knows
 * types, names, versions and encoded bytes, never a record. Views come in by {@link
 * dev.portolan.server.push.engine.ViewSource} (implemented in {@code push}); the protocol's faces
 * are in {@code face}.
 */
@NullMarked
package dev.portolan.server.push.engine;

import org.jspecify.annotations.NullMarked;
