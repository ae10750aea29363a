/**
 * Which of several agents of one cluster works: the holder of a Lease. The root package puts an
 * agent behind it.
 */
@NullMarked
package dev.portolan.agent.leadership;

import org.jspecify.annotations.NullMarked;
