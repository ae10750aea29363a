/**
 * The documents in which people write rules: read, checked whole, every problem reported with its
 * place; and written again from the rules. Shared by the hub, which watches a directory of them,
 * and the command line.
 */
@NullMarked
package dev.portolan.rules;

import org.jspecify.annotations.NullMarked;
