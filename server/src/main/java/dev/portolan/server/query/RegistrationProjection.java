package dev.portolan.server.query;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.v1.Registration;
import dev.portolan.v1.WatchEvent;
import dev.portolan.v1.WatchRegistrationsResponse;
import dev.portolan.wire.RegistrationCodec;
import dev.portolan.wire.RevisionCodec;
import java.util.Optional;
import java.util.stream.Stream;

/** Registrations as they were made. */
record RegistrationProjection(Selection selection)
    implements Projection<Registration, WatchRegistrationsResponse> {

  @Override
  public Stream<? extends ResourceKey> keys(
      RegistrySnapshot snapshot, Optional<ResourceKey> after) {
    Stream<Recorded<dev.portolan.registry.Registration>> candidates =
        selection.byHost()
            ? HostNames.servicesOf(snapshot, selection.host()).stream()
                .flatMap(
                    service -> snapshot.origin(service.origin()).registrationsOf(service).stream())
            : selection.shards(snapshot, after).flatMap(shard -> shard.registrations().stream());
    return candidates
        .map(registration -> registration.resource().key())
        .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
        .filter(key -> selection.matches(snapshot, key.service()));
  }

  @Override
  public Optional<Registration> show(RegistrySnapshot snapshot, ResourceKey key) {
    return selection.matches(snapshot, ((RegistrationKey) key).service())
        ? snapshot
            .find(key)
            .map(recorded -> recorded.as(dev.portolan.registry.Registration.class))
            .map(RegistrationCodec::encode)
        : Optional.empty();
  }

  @Override
  public Optional<ResourceKey> shownBy(ResourceKey changed) {
    return changed instanceof RegistrationKey ? Optional.of(changed) : Optional.empty();
  }

  @Override
  public Stream<? extends ResourceKey> keysOf(RegistrySnapshot snapshot, OriginId owner) {
    return snapshot.origin(owner).registrations().stream().map(Recorded::key);
  }

  @Override
  public WatchRegistrationsResponse upserted(Registration record, Revision revision) {
    return event(WatchEvent.WATCH_EVENT_UPSERTED, revision).setRegistration(record).build();
  }

  @Override
  public WatchRegistrationsResponse removed(ResourceKey key, Revision revision) {
    return event(WatchEvent.WATCH_EVENT_REMOVED, revision)
        .setRegistration(RegistrationCodec.named((RegistrationKey) key))
        .build();
  }

  @Override
  public WatchRegistrationsResponse bookmark(Revision revision) {
    return event(WatchEvent.WATCH_EVENT_BOOKMARK, revision).build();
  }

  private static WatchRegistrationsResponse.Builder event(WatchEvent event, Revision revision) {
    return WatchRegistrationsResponse.newBuilder()
        .setEvent(event)
        .setRevision(RevisionCodec.encode(revision));
  }
}
