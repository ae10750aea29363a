/** What needs hub and agents together: in one process over real protos, and as real processes. */
@NullMarked
package dev.portolan.it;

import org.jspecify.annotations.NullMarked;
