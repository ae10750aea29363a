/**
 * An immutable sorted collection in which two versions share what they have in common. It costs six
 * bytes beyond each element and key and element are one object: a registry of millions of records
 * is mostly its collections else.
 */
@NullMarked
package dev.portolan.tree;

import org.jspecify.annotations.NullMarked;
