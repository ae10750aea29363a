/** Tests of the client against a hub that remembers, forgets and fails on command. */
@NullMarked
package dev.portolan.registration;

import org.jspecify.annotations.NullMarked;
