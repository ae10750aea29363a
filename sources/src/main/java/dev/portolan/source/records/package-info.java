/** The records of one source, as {@code LocalState}, from what {@code mapping} makes of it. */
@NullMarked
package dev.portolan.source.records;

import org.jspecify.annotations.NullMarked;
