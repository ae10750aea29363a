/**
 * Decisions of people: serves {@code AdminService} and turns what they decide into events for the
 * registry loop in {@code control}.
 */
@NullMarked
package dev.portolan.server.admin;

import org.jspecify.annotations.NullMarked;
