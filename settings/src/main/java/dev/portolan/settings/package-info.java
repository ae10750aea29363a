/**
 * Layered configuration for every program: flags over environment over a YAML file over defaults,
 * with all problems reported at once. A program declares {@link dev.portolan.settings.Setting}s in
 * a {@link dev.portolan.settings.Program} and reads {@link dev.portolan.settings.Values}; this
 * package knows none of them.
 */
@NullMarked
package dev.portolan.settings;

import org.jspecify.annotations.NullMarked;
