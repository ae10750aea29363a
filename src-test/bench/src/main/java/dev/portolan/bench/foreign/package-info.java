/**
 * Real registries of others, the sources that read them, and an agent that writes files: what a
 * change of one of these is measured through.
 */
@NullMarked
package dev.portolan.bench.foreign;

import org.jspecify.annotations.NullMarked;
