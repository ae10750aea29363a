/** Tests of {@code guard}, with time of their own. */
@NullMarked
package dev.portolan.server.guard;

import org.jspecify.annotations.NullMarked;
