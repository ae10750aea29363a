package dev.portolan.federation;

/**
 * In which form a host is written, decided with its plan.
 *
 * @param shards how many ServiceEntries share its endpoints, a power of two; {@link Shards#of} says
 *     which one has which
 */
public record HostForm(int shards) {
  /** One ServiceEntry. */
  public static final HostForm WHOLE = new HostForm(1);

  public HostForm {
    if (Integer.bitCount(shards) != 1 || shards > Shards.MAX) {
      throw new IllegalArgumentException("a host in " + shards + " shards");
    }
  }
}
