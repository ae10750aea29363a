/** Sources against real registries, and a hub behind them. */
@NullMarked
package dev.portolan.it.source;

import org.jspecify.annotations.NullMarked;
