package dev.portolan.source.eureka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server's answer: everything, or what changed of late.
 *
 * @param hash of all that the server has, also where only changes are listed; empty when the server
 *     says none
 * @param instances in the order in which they are listed
 * @param nameless what else is listed
 * @param at when the server answered, by its own clock
 */
public record Listing(
    Optional<String> hash, List<Listed> instances, List<Nameless> nameless, Optional<Instant> at) {
  // A server looks for expired leases every minute by default, and a cached answer is older.
  private static final Duration EVICTION = Duration.ofMinutes(2);

  public Listing {
    instances = List.copyOf(instances);
    nameless = List.copyOf(nameless);
  }

  /** The hash of what is listed. */
  String counted() {
    return StatusHash.of(
        Stream.concat(
            instances.stream().map(Listed::status), nameless.stream().map(Nameless::status)));
  }

  /**
   * Of a list of everything, whether it says itself that it is not everything. A server that says
   * no hash says nothing of it.
   */
  boolean contradictsItself() {
    return hash.isPresent() && !hash.get().equals(counted());
  }

  /**
   * How many leases ended so long ago that the server would have expired them if it did not protect
   * itself. 0 where it does not tell the time.
   */
  int overdue() {
    return at.map(
            now ->
                (int)
                    instances.stream()
                        .map(Listed::lease)
                        .filter(lease -> lease.ends() != 0)
                        .filter(lease -> lease.ends() < now.minus(EVICTION).toEpochMilli())
                        .count())
        .orElse(0);
  }

  /** Whether an instance that is not listed may be one of those that have no name here. */
  boolean mayHide(InstanceKey key) {
    return nameless.stream().anyMatch(each -> each.app().isEmpty() || each.app().equals(key.app()));
  }
}
