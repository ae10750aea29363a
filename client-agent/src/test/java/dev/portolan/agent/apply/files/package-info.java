/** Tests of the directory as a place for objects. */
@NullMarked
package dev.portolan.agent.apply.files;

import org.jspecify.annotations.NullMarked;
