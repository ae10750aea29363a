/** Tests of the stores: one conformance suite, run against each. */
@NullMarked
package dev.portolan.server.store;

import org.jspecify.annotations.NullMarked;
