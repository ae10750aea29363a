@NullMarked
package dev.portolan.agent.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
