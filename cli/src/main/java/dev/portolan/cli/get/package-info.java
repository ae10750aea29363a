/**
 * {@code portolan get}: reads a kind of record from the hub, shows it once or as it changes. Each
 * kind is one {@link dev.portolan.cli.get.Resources}; how it is written is {@link
 * dev.portolan.cli.get.OutputFormat}'s concern.
 */
@NullMarked
package dev.portolan.cli.get;

import org.jspecify.annotations.NullMarked;
