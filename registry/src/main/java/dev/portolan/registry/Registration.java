package dev.portolan.registry;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One instance of a service that was registered by RPC, as it was registered: it is there for as
 * long as its session renews it. Services and endpoint slices are made of it ({@link
 * RegisteredService}).
 *
 * @param ports 1 to {@value Service#MAX_PORTS}, kept sorted by number
 * @param endpoint without part in a mesh
 * @param reach of its origin, as far as this registration has a say in it
 * @param ttl {@link #SHORTEST_TTL} to {@link #LONGEST_TTL}, milliseconds
 */
public record Registration(
    RegistrationKey key,
    List<RegisteredPort> ports,
    Endpoint endpoint,
    Reach reach,
    Duration ttl,
    Session session)
    implements Resource {
  public static final Duration SHORTEST_TTL = Duration.ofSeconds(5);
  public static final Duration LONGEST_TTL = Duration.ofMinutes(10);
  public static final Duration DEFAULT_TTL = Duration.ofSeconds(30);

  /** The one that was registered first comes first; what came together is ordered by its name. */
  public static final Comparator<Recorded<Registration>> PRECEDENCE =
      Comparator.<Recorded<Registration>>comparingLong(each -> each.provenance().firstSequence())
          .thenComparing(each -> each.resource().key());

  public Registration {
    if (ports.isEmpty() || ports.size() > Service.MAX_PORTS) {
      throw new IllegalArgumentException(
          key + " has " + ports.size() + " ports; 1 to " + Service.MAX_PORTS + " are allowed");
    }
    ports =
        Shared.value(
            ports.stream()
                .sorted(Comparator.comparingInt((RegisteredPort each) -> each.port().number()))
                .toList());
    Set<Object> seen = new HashSet<>();
    for (RegisteredPort each : ports) {
      if (!seen.add(each.port().name()) || !seen.add(each.port().number())) {
        throw new IllegalArgumentException(key + " has two ports like " + each.port());
      }
    }
    if (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
      throw new IllegalArgumentException(
          "%s has a TTL of %s; %s to %s are allowed"
              .formatted(key, ttl, SHORTEST_TTL, LONGEST_TTL));
    }
    ttl = Duration.ofMillis(ttl.toMillis());
  }

  /** Who offers it. */
  public OriginId origin() {
    return key.service().origin();
  }

  /** From where the instances of an origin are reached. */
  public record Reach(String network, SourceFacts from) {
    public Reach {
      Names.require("network", network, Names.labelValueProblem(network));
      network = Shared.value(network);
    }
  }
}
