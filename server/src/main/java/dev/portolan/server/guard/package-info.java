/**
 * Keeps the registry from believing too much: which origins are alive ({@link
 * dev.portolan.server.guard.LeaseLoop}). What it decides travels through the registry loop as
 * events, so that everybody sees it at one revision.
 */
@NullMarked
package dev.portolan.server.guard;

import org.jspecify.annotations.NullMarked;
