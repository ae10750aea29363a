/** Tests of the hub as a whole. */
@NullMarked
package dev.portolan.server;

import org.jspecify.annotations.NullMarked;
