package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import java.util.List;

/** What one cluster does with one global host, and why. */
public sealed interface HostDecision permits HostPlan, HostOmitted {
  HostKey host();

  /** Sorted; the reasons of every decision that its owner may not expect. */
  List<Finding> findings();
}
