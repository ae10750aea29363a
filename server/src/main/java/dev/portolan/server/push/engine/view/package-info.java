/**
 * What a scope contains, in encoded resources: immutable views with a short memory of their
 * changes, and the responses cut from the difference between two of them. Filled by the projection
 * in {@code push}, read by the streams in {@code push.engine}.
 */
@NullMarked
package dev.portolan.server.push.engine.view;

import org.jspecify.annotations.NullMarked;
