/** Tests of previews, and the fake of their port. */
@NullMarked
package dev.portolan.server.preview;

import org.jspecify.annotations.NullMarked;
