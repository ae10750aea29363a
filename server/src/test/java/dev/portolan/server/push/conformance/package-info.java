/**
 * The rules of xDS, C-01 to C-50, as cases that a raw client plays against any discovery server:
 * ours in all four faces, others for comparison. {@code docs/xds-conformance.md} lists them.
 */
@NullMarked
package dev.portolan.server.push.conformance;

import org.jspecify.annotations.NullMarked;
