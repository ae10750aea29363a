/** HTTP as a source speaks it: with bounds on time and size, and trust from a file. */
@NullMarked
package dev.portolan.source.http;

import org.jspecify.annotations.NullMarked;
