/**
 * From desired objects to objects in the cluster: compares with what is observed, plans sealed
 * operations, runs them against an {@link dev.portolan.agent.apply.ObjectSink}. Fed by {@code
 * view}; touches nothing that does not carry our label.
 */
@NullMarked
package dev.portolan.agent.apply;

import org.jspecify.annotations.NullMarked;
