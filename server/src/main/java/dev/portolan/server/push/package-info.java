/**
 * From the registry to the streams: turns snapshots into encoded views per scope and hands them to
 * {@code push.engine}, which knows nothing of records. Fed by {@code control}, asks {@code
 * federation} who sees what.
 */
@NullMarked
package dev.portolan.server.push;

import org.jspecify.annotations.NullMarked;
