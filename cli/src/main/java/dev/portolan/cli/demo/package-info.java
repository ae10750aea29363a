/**
 * The main job on this machine: a hub and one agent for each example cluster as real processes, fed
 * with ordinary Kubernetes YAML. Knows the other programs by their command lines only.
 */
@NullMarked
package dev.portolan.cli.demo;

import org.jspecify.annotations.NullMarked;
