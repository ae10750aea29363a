/** The workloads B1 to B9. */
@NullMarked
package dev.portolan.bench.suite;

import org.jspecify.annotations.NullMarked;
