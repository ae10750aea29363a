/** Tests of encoded views and responses. */
@NullMarked
package dev.portolan.server.push.engine.view;

import org.jspecify.annotations.NullMarked;
