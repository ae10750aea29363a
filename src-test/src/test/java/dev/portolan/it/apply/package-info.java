/** Writing to a real API server, as the user and with the rights that an agent has. */
@NullMarked
package dev.portolan.it.apply;

import org.jspecify.annotations.NullMarked;
