/** {@code portolan register}: keeps an instance registered for a process that cannot do it. */
@NullMarked
package dev.portolan.cli.register;

import org.jspecify.annotations.NullMarked;
