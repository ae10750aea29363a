/** Tests of registrations by RPC, with time at hand. */
@NullMarked
package dev.portolan.server.registration;

import org.jspecify.annotations.NullMarked;
