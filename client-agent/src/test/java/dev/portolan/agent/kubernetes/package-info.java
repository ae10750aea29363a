@NullMarked
package dev.portolan.agent.kubernetes;

import org.jspecify.annotations.NullMarked;
