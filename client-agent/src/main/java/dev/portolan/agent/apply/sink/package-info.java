/**
 * The port to where objects are written, and its values: what should stand, what stands, what came
 * of a write. {@code apply} uses it; {@code apply.files} and {@code apply.kubernetes} implement it.
 */
@NullMarked
package dev.portolan.agent.apply.sink;

import org.jspecify.annotations.NullMarked;
