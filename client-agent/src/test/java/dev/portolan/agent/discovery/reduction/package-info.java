/** Tests of the reduction. */
@NullMarked
package dev.portolan.agent.discovery.reduction;

import org.jspecify.annotations.NullMarked;
