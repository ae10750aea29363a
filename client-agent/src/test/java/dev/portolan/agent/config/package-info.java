@NullMarked
package dev.portolan.agent.config;

import org.jspecify.annotations.NullMarked;
