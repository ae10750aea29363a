/** Tests of what surrounds a command. */
@NullMarked
package dev.portolan.cli.shell;

import org.jspecify.annotations.NullMarked;
