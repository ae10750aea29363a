package dev.portolan.registry;

/** What people write to decide how services federate. A rule belongs to no origin. */
public sealed interface Rule extends Resource permits Policy, VirtualMesh {}
