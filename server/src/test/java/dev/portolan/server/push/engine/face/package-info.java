@NullMarked
package dev.portolan.server.push.engine.face;

import org.jspecify.annotations.NullMarked;
