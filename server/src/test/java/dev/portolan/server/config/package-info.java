/** Tests of the hub's configuration and its virtual mesh files. */
@NullMarked
package dev.portolan.server.config;

import org.jspecify.annotations.NullMarked;
