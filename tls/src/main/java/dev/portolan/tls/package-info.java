/**
 * Mutual TLS from files: a process's certificate and key, and whom it trusts, followed while it
 * runs; and the SPIFFE id that a certificate carries. Who may do what with an id is the hub's room
 * {@code security}.
 */
@NullMarked
package dev.portolan.tls;

import org.jspecify.annotations.NullMarked;
