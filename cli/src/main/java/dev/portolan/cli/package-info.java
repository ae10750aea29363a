/**
 * The {@code portolan} command: its root, and the commands that need no hub. {@code get} reads the
 * registry, {@code demo} runs the whole product, {@code hub} speaks to a hub, {@code shell} is what
 * all of them need of the terminal.
 */
@NullMarked
package dev.portolan.cli;

import org.jspecify.annotations.NullMarked;
