/**
 * Registers instances of services at a hub and keeps them registered: a process that has neither an
 * agent nor a registry says itself what it offers. Begin with {@link
 * dev.portolan.registration.RegistrationClient}.
 */
@NullMarked
package dev.portolan.registration;

import org.jspecify.annotations.NullMarked;
