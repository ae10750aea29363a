package dev.portolan.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Records of one origin that it has withdrawn, so many at once that they stay until somebody, or
 * the origin itself, says again that they are gone. They are served as before.
 *
 * @param keys services and slices, sorted, at least one
 * @param cause what the last of them were part of
 * @param since hub wall-clock time at which the last of them were withdrawn, seconds
 * @param of what the origin had then, the held ones included
 */
public record Hold(HoldKey key, List<ResourceKey> keys, Cause cause, Instant since, Amount of)
    implements Resource {
  public Hold {
    keys = List.copyOf(new TreeSet<>(keys));
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a hold of " + key.origin() + " on nothing");
    }
    for (ResourceKey held : keys) {
      boolean holdable = held instanceof ServiceKey || held instanceof SliceKey;
      if (!holdable || !held.owner().filter(key.origin()::equals).isPresent()) {
        throw new IllegalArgumentException(
            "a hold of %s on %s %s".formatted(key.origin(), held.kind(), held.path()));
      }
    }
    since = since.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whose records they are. */
  public OriginId origin() {
    return key.origin();
  }

  /** Whether nobody has decided yet. */
  public boolean waiting() {
    return key.state() == State.WAITING;
  }

  /**
   * Eight hexadecimal digits that stand for exactly these records: who names a hold decides about
   * what was shown, and about nothing that came to it since.
   */
  public String name() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ResourceKey held : keys) {
        digest.update((held.kind() + " " + held.path() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** How many services are held. */
  public int services() {
    return (int) keys.stream().filter(ServiceKey.class::isInstance).count();
  }

  /** The hold without some of its records; nothing when none is left. */
  public Optional<Hold> without(Collection<? extends ResourceKey> others) {
    Set<ResourceKey> left = new TreeSet<>(keys);
    left.removeAll(others);
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hold(key, List.copyOf(left), cause, since, of));
  }

  /** Numbers of services and of endpoints in slices. */
  public record Amount(int services, int endpoints) {
    public static final Amount NOTHING = new Amount(0, 0);

    public Amount plus(Amount other) {
      return new Amount(services + other.services, endpoints + other.endpoints);
    }
  }

  /** Whether somebody has decided. */
  public enum State {
    /** Released by a person, or by the origin itself. */
    WAITING,
    /** A person keeps the records; only a person releases them. */
    REJECTED;

    /** In lower case, as in keys. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What made it too many. */
  public enum Cause {
    /** A complete list did not have them. */
    LIST,
    /** They were withdrawn in short order. */
    BURST,
    /**
     * Nobody of the origin renewed what was registered, so the way to all of them may be broken.
     */
    SILENCE
  }
}
