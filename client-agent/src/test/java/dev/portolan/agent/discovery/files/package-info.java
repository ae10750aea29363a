/** Tests of the file origin, and golden tests of the conversion through it. */
@NullMarked
package dev.portolan.agent.discovery.files;

import org.jspecify.annotations.NullMarked;
