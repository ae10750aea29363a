/** The API server's answers, from a fake one. */
@NullMarked
package dev.portolan.agent.apply.kubernetes;

import org.jspecify.annotations.NullMarked;
