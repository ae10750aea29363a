package dev.portolan.wire;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.IpAddress;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegisteredPort;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.Session;
import dev.portolan.registry.Shared;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.v1.RegistrationName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Registrations, as they are asked for and as they are kept. Adds all that is wrong. */
public final class RegistrationCodec {
  private RegistrationCodec() {}

  /** All of it, with its origin, its session and, unless it is local, its provenance. */
  public static dev.portolan.v1.Registration encode(Recorded<Registration> recorded) {
    Registration registration = recorded.resource();
    Endpoint endpoint = registration.endpoint();
    dev.portolan.v1.Registration.Builder message =
        named(registration.key())
            .setAddress(endpoint.address())
            .putAllLabels(endpoint.labels())
            .setNetwork(registration.reach().network())
            .addAllReachableFrom(registration.reach().from().networks())
            .setReady(endpoint.ready())
            .setTtl(DurationCodec.encode(registration.ttl()))
            .setSession(encode(registration.session()));
    registration.ports().forEach(port -> message.addPorts(RegisteredPortCodec.encode(port)));
    if (!endpoint.locality().equals(Locality.UNKNOWN)) {
      message.setLocality(LocalityCodec.encode(endpoint.locality()));
    }
    RecordEncoder.provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  /** Nothing but the names. */
  public static dev.portolan.v1.Registration.Builder named(RegistrationKey key) {
    return dev.portolan.v1.Registration.newBuilder()
        .setOrigin(key.service().origin().value())
        .setNamespace(key.service().namespace())
        .setService(key.service().name())
        .setId(key.id());
  }

  public static dev.portolan.v1.Session encode(Session session) {
    return dev.portolan.v1.Session.newBuilder()
        .setName(session.name())
        .setIncarnation(session.incarnation())
        .build();
  }

  /** A registration as it is kept. */
  public static Optional<Recorded<Registration>> decode(
      dev.portolan.v1.Registration kept, Violations at) {
    Optional<OriginId> origin = new OriginRule(null).decode(kept.getOrigin(), at);
    Optional<Session> session = session(kept.getSession(), at.at("session"));
    Optional<Provenance> provenance =
        kept.hasProvenance()
            ? ProvenanceCodec.decode(kept.getProvenance(), at.at("provenance"))
            : Optional.of(Provenance.LOCAL);
    if (origin.isEmpty() || session.isEmpty() || provenance.isEmpty()) {
      return Optional.empty();
    }
    return decode(origin.get(), session.get(), kept, at)
        .map(registration -> new Recorded<>(registration, provenance.get()));
  }

  /** A registration as a session of an origin asks for it; what is output only is left aside. */
  public static Optional<Registration> decode(
      OriginId origin, Session session, dev.portolan.v1.Registration message, Violations at) {
    int before = at.count();
    Optional<RegistrationKey> key =
        key(origin, message.getNamespace(), message.getService(), message.getId(), at);
    at.check("address", IpAddress.endpointProblem(message.getAddress()));
    List<RegisteredPort> ports = RegisteredPortCodec.decode(message.getPortsList(), at);
    TextRules.checkLabels("labels", message.getLabelsMap(), Endpoint.MAX_LABELS, at);
    Locality locality = LocalityCodec.decode(message.getLocality(), at.at("locality"));
    at.check("network", Names.labelValueProblem(message.getNetwork()));
    List<String> reachableFrom = message.getReachableFromList();
    TextRules.checkEach(
        "reachable_from", reachableFrom, SourceFacts.MAX_NETWORKS, SourceFacts::problem, at);
    Duration ttl = ttl(message, at);
    if (key.isEmpty() || at.count() > before) {
      return Optional.empty();
    }
    Endpoint endpoint =
        new Endpoint(
            message.getAddress(),
            message.getReady() ? Health.READY : Health.NOT_READY,
            MeshMode.NONE,
            locality,
            "",
            Sorted.map(message.getLabelsMap()));
    Registration.Reach reach =
        new Registration.Reach(message.getNetwork(), new SourceFacts(Sorted.set(reachableFrom)));
    return Optional.of(new Registration(key.get(), ports, endpoint, reach, ttl, session));
  }

  /** The registration that a session of an origin names. */
  public static Optional<RegistrationKey> key(
      OriginId origin, RegistrationName name, Violations at) {
    return key(origin, name.getNamespace(), name.getService(), name.getId(), at);
  }

  /** Who registers. */
  public static Optional<Session> session(dev.portolan.v1.Session message, Violations at) {
    int before = at.count();
    at.check("name", Names.subdomainProblem(message.getName()));
    if (message.getIncarnation() <= 0) {
      at.add(
          "incarnation",
          "is %s; it must be above 0 and grow with every start of the process"
              .formatted(Long.toUnsignedString(message.getIncarnation())));
    }
    return at.count() > before
        ? Optional.empty()
        : Optional.of(Shared.value(new Session(message.getName(), message.getIncarnation())));
  }

  private static Optional<RegistrationKey> key(
      OriginId origin, String namespace, String service, String id, Violations at) {
    int before = at.count();
    at.check("namespace", Names.labelProblem(namespace));
    at.check("service", Names.labelProblem(service));
    at.check("id", Names.subdomainProblem(id));
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new RegistrationKey(
                Shared.value(new ServiceKey(origin, Shared.value(namespace), service)), id));
  }

  private static Duration ttl(dev.portolan.v1.Registration message, Violations at) {
    if (!message.hasTtl()) {
      return Registration.DEFAULT_TTL;
    }
    long seconds = message.getTtl().getSeconds();
    int nanos = message.getTtl().getNanos();
    // Larger numbers would not fit into a duration; they are refused for what they are all the
    // same.
    boolean fits = seconds >= 0 && seconds <= Registration.LONGEST_TTL.toSeconds() && nanos >= 0;
    Duration ttl = fits ? Duration.ofSeconds(seconds, nanos) : Duration.ZERO;
    if (ttl.compareTo(Registration.SHORTEST_TTL) < 0
        || ttl.compareTo(Registration.LONGEST_TTL) > 0
        || nanos % 1_000_000 != 0) {
      at.add(
          "ttl",
          "is %d s and %d ns; %d s to %d s are allowed, in whole milliseconds"
              .formatted(
                  seconds,
                  nanos,
                  Registration.SHORTEST_TTL.toSeconds(),
                  Registration.LONGEST_TTL.toSeconds()));
      return Registration.DEFAULT_TTL;
    }
    return ttl;
  }
}
