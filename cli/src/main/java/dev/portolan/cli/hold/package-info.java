/** {@code portolan hold}: what the hub holds, and decisions about it. */
@NullMarked
package dev.portolan.cli.hold;

import org.jspecify.annotations.NullMarked;
