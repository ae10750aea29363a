package dev.portolan.federation;

import dev.portolan.registry.HostMode;

/**
 * In which form a host is written, decided with its plan.
 *
 * @param mode never unknown
 * @param shards how many ServiceEntries share its endpoints, a power of two; {@link Shards#of} says
 *     which one has which
 * @param generation tells the ServiceEntries of one time from those of another: istiod takes the
 *     identities from the newest object of a host, so where the host has a Service that is made
 *     anew, they are made anew too. Empty where that does not matter
 * @param makesNamespace the host's namespace is missing and to be made
 */
public record HostForm(HostMode mode, int shards, String generation, boolean makesNamespace) {
  /** One ServiceEntry under the global name. */
  public static final HostForm WHOLE = new HostForm(HostMode.GLOBAL, 1, "", false);

  public HostForm {
    if (Integer.bitCount(shards) != 1 || shards > Shards.MAX) {
      throw new IllegalArgumentException("a host in " + shards + " shards");
    }
    if (mode == HostMode.UNKNOWN) {
      throw new IllegalArgumentException("a host of unknown mode");
    }
  }
}
