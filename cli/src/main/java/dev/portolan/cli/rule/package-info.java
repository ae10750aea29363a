/** {@code portolan apply}, {@code diff} and {@code delete}: rules in files, and at the hub. */
@NullMarked
package dev.portolan.cli.rule;

import org.jspecify.annotations.NullMarked;
