/**
 * What an agent can be told: declared with {@code settings}, read and checked once at the start.
 */
@NullMarked
package dev.portolan.agent.config;

import org.jspecify.annotations.NullMarked;
