package dev.portolan.tree;

import org.jspecify.annotations.Nullable;

/**
 * Where two trees do not have the same object under a key; at least one side has one.
 *
 * @param before null: it is new
 * @param after null: it is gone
 */
public record Change<E>(@Nullable E before, @Nullable E after) {}
