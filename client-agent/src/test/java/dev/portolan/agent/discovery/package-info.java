/** Tests of the discovery room, and the fake that other rooms test with. */
@NullMarked
package dev.portolan.agent.discovery;

import org.jspecify.annotations.NullMarked;
