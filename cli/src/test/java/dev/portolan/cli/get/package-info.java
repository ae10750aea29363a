/** Tests of what {@code get} shows, once and as it changes. */
@NullMarked
package dev.portolan.cli.get;

import org.jspecify.annotations.NullMarked;
