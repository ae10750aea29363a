@NullMarked
package dev.portolan.server.rollout;

import org.jspecify.annotations.NullMarked;
