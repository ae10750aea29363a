/** Tests of the single writer, and the fakes of its ports for the tests of other rooms. */
@NullMarked
package dev.portolan.server.control;

import org.jspecify.annotations.NullMarked;
