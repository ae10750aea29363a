/** Tests of the way to a hub, and the fake registry that the tests of the other rooms use. */
@NullMarked
package dev.portolan.cli.hub;

import org.jspecify.annotations.NullMarked;
