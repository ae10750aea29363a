package dev.portolan.server.registration;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Session;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.v1.FieldViolation;
import dev.portolan.v1.RegistrationOutcome;
import dev.portolan.v1.RegistrationState;
import dev.portolan.wire.RegistrationCodec;
import dev.portolan.wire.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The registrations of a request, read one by one: those that are as they must be, and for each of
 * the others why not.
 *
 * @param items in the order of the request
 */
record DecodedRegistrations(List<Item> items) {
  DecodedRegistrations {
    items = List.copyOf(items);
  }

  private record Item(Optional<Registration> registration, Violations violations) {}

  /**
   * Reads the registrations of a session.
   *
   * @throws InvalidRequestException if two of them have one name
   */
  static DecodedRegistrations of(
      OriginId origin, Session session, List<dev.portolan.v1.Registration> messages) {
    List<Item> items = new ArrayList<>();
    Set<RegistrationKey> seen = new HashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      Violations violations = new Violations();
      Optional<Registration> registration =
          RegistrationCodec.decode(origin, session, messages.get(i), violations);
      registration
          .filter(each -> !seen.add(each.key()))
          .ifPresent(
              each ->
                  violations.add(
                      "id",
                      "is '%s' a second time for this service in one request"
                          .formatted(each.key().id())));
      items.add(new Item(violations.isEmpty() ? registration : Optional.empty(), violations));
    }
    return new DecodedRegistrations(items);
  }

  /** Those that can be registered. */
  List<Registration> good() {
    return items.stream().flatMap(item -> item.registration().stream()).toList();
  }

  /** What became of each, now that the good ones were decided about. */
  List<RegistrationOutcome> outcomes(RegistrySnapshot after) {
    return items.stream().map(item -> outcome(item, after)).toList();
  }

  private static RegistrationOutcome outcome(Item item, RegistrySnapshot after) {
    RegistrationOutcome.Builder outcome = RegistrationOutcome.newBuilder();
    if (item.registration().isEmpty()) {
      item.violations().all().forEach(each -> outcome.addViolations(each.message()));
      return outcome.setState(RegistrationState.REGISTRATION_STATE_INVALID).build();
    }
    Registration asked = item.registration().get();
    Optional<Session> other =
        after
            .find(asked.key())
            .map(found -> found.as(Registration.class).resource().session())
            .filter(session -> session.compareTo(asked.session()) > 0);
    if (other.isEmpty()) {
      return outcome.setState(RegistrationState.REGISTRATION_STATE_REGISTERED).build();
    }
    return outcome
        .setState(RegistrationState.REGISTRATION_STATE_SUPERSEDED)
        .addViolations(
            FieldViolation.newBuilder()
                .setField("id")
                .setDescription(
                    "'%s' is registered by session %s, which began later: give each process an id of its own, or stop one"
                        .formatted(asked.key().id(), other.get())))
        .build();
  }
}
