/**
 * The API server as the place where objects are written: creation that cannot overwrite,
 * server-side apply locked to what was seen, informers, and every refusal by its class.
 */
@NullMarked
package dev.portolan.agent.apply.kubernetes;

import org.jspecify.annotations.NullMarked;
