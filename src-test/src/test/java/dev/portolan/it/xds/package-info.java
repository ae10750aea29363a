/** Another discovery server under the cases that ours is held to. */
@NullMarked
package dev.portolan.it.xds;

import org.jspecify.annotations.NullMarked;
