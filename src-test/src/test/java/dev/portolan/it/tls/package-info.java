/** Real processes that know each other by certificates. */
@NullMarked
package dev.portolan.it.tls;

import org.jspecify.annotations.NullMarked;
