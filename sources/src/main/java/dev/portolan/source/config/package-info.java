/** What a source is told: flags, environment, file. */
@NullMarked
package dev.portolan.source.config;

import org.jspecify.annotations.NullMarked;
