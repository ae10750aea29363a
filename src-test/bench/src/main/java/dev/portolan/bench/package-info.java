/** The benchmark's command line. Nothing imports it. */
@NullMarked
package dev.portolan.bench;

import org.jspecify.annotations.NullMarked;
