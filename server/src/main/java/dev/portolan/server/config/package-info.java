/**
 * What the hub is told before it starts, and the rules that its files tell it while it runs. Stands
 * on {@code dev.portolan.settings} and {@code dev.portolan.rules}; used by the root package only.
 */
@NullMarked
package dev.portolan.server.config;

import org.jspecify.annotations.NullMarked;
