package dev.portolan.source.eureka;

import dev.portolan.source.mapping.Instance;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one instance.
 *
 * @param instance that it was when it was last understood
 * @param problem why it is not understood now
 * @param status as the server has it
 * @param updated by the server's clock
 * @param lease as the last list of everything had it
 * @param taken when this was learnt, by our clock
 * @param missing since when no list of everything has it; empty when it is there
 */
record InstanceState(
    Optional<Instance> instance,
    Optional<String> problem,
    String status,
    long updated,
    Lease lease,
    Instant taken,
    Optional<Instant> missing) {

  /** What is said of it now; where that is not understood, it is what it was. */
  static InstanceState of(Listed listed, Optional<InstanceState> before, Lease lease, Instant now) {
    Optional<Instant> learnt =
        before.filter(known -> known.updated() == listed.updated()).map(InstanceState::taken);
    return new InstanceState(
        listed.instance().or(() -> before.flatMap(InstanceState::instance)),
        listed.problem(),
        listed.status(),
        listed.updated(),
        lease,
        learnt.orElse(now),
        Optional.empty());
  }

  /** A list of everything does not have it. */
  InstanceState notListed(Instant now) {
    return new InstanceState(
        instance, problem, status, updated, lease, taken, Optional.of(missing.orElse(now)));
  }

  /** It is there after all. */
  InstanceState there() {
    return new InstanceState(instance, problem, status, updated, lease, taken, Optional.empty());
  }

  /** Another server, or another life of one, is read from now on: its clock is another one. */
  InstanceState ofAnotherLife() {
    return new InstanceState(instance, problem, status, 0, Lease.UNKNOWN, taken, missing);
  }

  /** Whether no list has had it for so long. */
  boolean missingSince(Instant then) {
    return missing.filter(since -> !since.isAfter(then)).isPresent();
  }
}
