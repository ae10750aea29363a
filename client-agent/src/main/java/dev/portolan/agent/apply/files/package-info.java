/** A directory of YAML as the place where objects are written. */
@NullMarked
package dev.portolan.agent.apply.files;

import org.jspecify.annotations.NullMarked;
