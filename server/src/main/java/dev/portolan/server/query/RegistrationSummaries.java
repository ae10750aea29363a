package dev.portolan.server.query;

import dev.portolan.registry.Hold;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationSummary;
import dev.portolan.v1.RenewalState;
import dev.portolan.wire.DurationCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what is registered, joined with how it is renewed now. Thread-safe. */
final class RegistrationSummaries {
  private final Pages pages;
  private final Renewals renewals;

  RegistrationSummaries(Pages pages, Renewals renewals) {
    this.pages = pages;
    this.renewals = renewals;
  }

  Pages.Page<RegistrationSummary> list(Pages.Request request, Selection selection) {
    Pages.Page<Registration> page =
        pages.page(request, Pages::registrationKey, new RegistrationProjection(selection));
    Map<OriginId, Map<ResourceKey, String>> holds = new HashMap<>();
    List<RegistrationSummary> items =
        page.items().stream()
            .map(
                each -> {
                  RegistrationKey key = key(each);
                  Map<ResourceKey, String> held =
                      holds.computeIfAbsent(
                          key.service().origin(), origin -> held(page.snapshot(), origin));
                  return summary(each, key, held.getOrDefault(key.slice(), ""));
                })
            .toList();
    return new Pages.Page<>(items, page.nextToken(), page.snapshot());
  }

  private RegistrationSummary summary(Registration registration, RegistrationKey key, String hold) {
    RegistrationSummary.Builder summary =
        RegistrationSummary.newBuilder().setRegistration(registration).setHold(hold);
    // One that has ended since the snapshot has none.
    Optional<Renewals.Standing> standing = renewals.of(key);
    standing
        .flatMap(Renewals.Standing::silence)
        .ifPresent(silence -> summary.setSilence(DurationCodec.encode(silence)));
    if (!hold.isEmpty()) {
      return summary.setState(RenewalState.RENEWAL_STATE_HELD).build();
    }
    standing.ifPresent(
        each -> summary.setState(state(each)).setLeft(DurationCodec.encode(each.left())));
    return summary.build();
  }

  private static RenewalState state(Renewals.Standing standing) {
    if (standing.silence().isEmpty()) {
      return RenewalState.RENEWAL_STATE_UNHEARD;
    }
    return standing.timely() ? RenewalState.RENEWAL_STATE_LIVE : RenewalState.RENEWAL_STATE_SILENT;
  }

  /** By the slices that are held, the name of the hold. */
  private static Map<ResourceKey, String> held(RegistrySnapshot snapshot, OriginId origin) {
    Map<ResourceKey, String> held = new HashMap<>();
    for (Hold hold : snapshot.holds(origin)) {
      String name = hold.name();
      hold.keys().forEach(key -> held.put(key, name));
    }
    return held;
  }

  private static RegistrationKey key(Registration registration) {
    return new RegistrationKey(
        new ServiceKey(
            new OriginId(registration.getOrigin()),
            registration.getNamespace(),
            registration.getService()),
        registration.getId());
  }
}
