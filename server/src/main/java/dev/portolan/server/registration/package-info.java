/**
 * What is registered by RPC: the service that takes it, and the leases that it lasts by. Records
 * change through {@code control} like all others; to read them back is {@code query}'s.
 */
@NullMarked
package dev.portolan.server.registration;

import org.jspecify.annotations.NullMarked;
