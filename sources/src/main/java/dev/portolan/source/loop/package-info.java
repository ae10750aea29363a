/** One thread for all state of a source, with time and chance. */
@NullMarked
package dev.portolan.source.loop;

import org.jspecify.annotations.NullMarked;
