package dev.portolan.registry;

import java.util.Locale;

/** What people write to decide how services federate. A rule belongs to no origin. */
public sealed interface Rule extends Resource permits Policy, VirtualMesh {

  /** As a person wrote it: at no place of its rollout. */
  default Rule asWritten() {
    return this;
  }

  /** Of findings about it: its kind and name, for example {@code failover-policy/checkout}. */
  default String subject() {
    return key().kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + "/" + key().path();
  }
}
