/** {@code portolan rollout}: policies that clusters take over in waves. */
@NullMarked
package dev.portolan.cli.rollout;

import org.jspecify.annotations.NullMarked;
