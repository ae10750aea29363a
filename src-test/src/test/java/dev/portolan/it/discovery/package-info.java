/** Discovery against a real API server, with the rights that {@code deploy/rbac} gives. */
@NullMarked
package dev.portolan.it.discovery;

import org.jspecify.annotations.NullMarked;
