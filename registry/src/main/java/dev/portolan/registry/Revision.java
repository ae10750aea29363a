package dev.portolan.registry;

import java.util.regex.Pattern;

/**
 * A point in the history of one registry.
 *
 * @param epoch names one lineage of the store: 16 lower-case hexadecimal digits, empty for {@link
 *     #NONE}
 * @param sequence orders every change within the epoch; 0 is the empty registry
 */
public record Revision(String epoch, long sequence) {
  private static final Pattern EPOCH = Pattern.compile("([0-9a-f]{16})?");

  /** Before any store was opened; the base of {@code RegistryDelta.between(EMPTY, s)}. */
  public static final Revision NONE = new Revision("", 0);

  public Revision {
    if (!EPOCH.matcher(epoch).matches()) {
      throw new IllegalArgumentException("epoch '" + epoch + "' is not 16 hexadecimal digits");
    }
    if (sequence < 0 || (epoch.isEmpty() && sequence != 0)) {
      throw new IllegalArgumentException("sequence " + sequence + " of epoch '" + epoch + "'");
    }
  }

  /** The same epoch, {@code sequence} as given. */
  public Revision at(long newSequence) {
    return new Revision(epoch, newSequence);
  }

  /** The next revision of this epoch. */
  public Revision next() {
    return at(sequence + 1);
  }

  /** Whether the two belong to one lineage and can be ordered by sequence. */
  public boolean comparableWith(Revision other) {
    return epoch.equals(other.epoch);
  }

  /** {@code <epoch>.<sequence>}, or {@code none}. */
  @Override
  public String toString() {
    return epoch.isEmpty() ? "none" : epoch + "." + sequence;
  }
}
