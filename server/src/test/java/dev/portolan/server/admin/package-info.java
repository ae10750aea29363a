/** Tests of decisions. */
@NullMarked
package dev.portolan.server.admin;

import org.jspecify.annotations.NullMarked;
