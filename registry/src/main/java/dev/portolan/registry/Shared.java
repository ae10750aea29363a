package dev.portolan.registry;

/**
 * One object for equal values of which a registry has a great many: a region, a namespace, the
 * ports of a deployment. A table of fixed size in which a later value takes an earlier one's place,
 * so it never grows, and forgetting costs memory only. Safe for all threads without a lock: the
 * values are immutable, and whoever reads an old entry merely shares less.
 */
public final class Shared {
  private static final int SLOTS = 1 << 13;
  private static final Object[] TABLE = new Object[SLOTS];

  private Shared() {}

  /** The value, or one that is equal to it; it must be immutable. */
  @SuppressWarnings("unchecked") // equal values of one class are of one type
  public static <T> T value(T value) {
    int hash = value.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    Object known = TABLE[slot];
    if (known != null && known.getClass() == value.getClass() && known.equals(value)) {
      return (T) known;
    }
    TABLE[slot] = value;
    return value;
  }
}
