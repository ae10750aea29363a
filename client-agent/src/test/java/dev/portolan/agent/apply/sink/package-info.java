/** The fake of the port to where objects are written. */
@NullMarked
package dev.portolan.agent.apply.sink;

import org.jspecify.annotations.NullMarked;
