/**
 * The rules, pure: who sees what ({@link dev.portolan.federation.Scope}), and what one cluster does
 * with one global host ({@link dev.portolan.federation.HostPlan}) with the reasons as findings.
 */
@NullMarked
package dev.portolan.federation;

import org.jspecify.annotations.NullMarked;
