/**
 * How instances of a foreign registry become services of ours: names, ports, protocols, labels and
 * places by rules that the operator writes. Pure; knows no registry in particular.
 */
@NullMarked
package dev.portolan.source.mapping;

import org.jspecify.annotations.NullMarked;
