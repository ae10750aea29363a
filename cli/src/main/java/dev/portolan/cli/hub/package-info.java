/**
 * The way to a hub: its address, one connection, whole lists of pages, and what its errors mean to
 * a person. {@code get} and {@code demo} read through it.
 */
@NullMarked
package dev.portolan.cli.hub;

import org.jspecify.annotations.NullMarked;
