/** Tests of the demo, with fake programs instead of processes. */
@NullMarked
package dev.portolan.cli.demo;

import org.jspecify.annotations.NullMarked;
