/** Tests of the conversion. */
@NullMarked
package dev.portolan.agent.discovery.conversion;

import org.jspecify.annotations.NullMarked;
