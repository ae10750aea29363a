/** Servers under test as a workload sees them: connect so many, publish, wait for the last. */
@NullMarked
package dev.portolan.bench.subject;

import org.jspecify.annotations.NullMarked;
