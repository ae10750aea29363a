/**
 * What the hub is told before it starts, and the virtual meshes that it is told while it runs:
 * read, checked whole, every problem reported with its place. Stands on {@code
 * dev.portolan.settings}; used by the root package only.
 */
@NullMarked
package dev.portolan.server.config;

import org.jspecify.annotations.NullMarked;
