/** Tests of the whole command line against a fake registry. */
@NullMarked
package dev.portolan.cli;

import org.jspecify.annotations.NullMarked;
