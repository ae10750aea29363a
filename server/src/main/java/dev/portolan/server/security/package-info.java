/**
 * Who is at the other end: turns what the transport proves into a {@link
 * dev.portolan.server.security.Principal}. Used by {@code ingest} and, wired by the root package,
 * by {@code push}.
 */
@NullMarked
package dev.portolan.server.security;

import org.jspecify.annotations.NullMarked;
