/**
 * What every command needs of the shell around it: streams, environment, exit codes, tables. Knows
 * nothing of hubs and registries.
 */
@NullMarked
package dev.portolan.cli.shell;

import org.jspecify.annotations.NullMarked;
