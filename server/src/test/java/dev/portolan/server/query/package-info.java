/** Tests of the registry's questions. */
@NullMarked
package dev.portolan.server.query;

import org.jspecify.annotations.NullMarked;
