package dev.portolan.server.query;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.SliceKey;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.WatchEndpointSlicesResponse;
import dev.portolan.v1.WatchEvent;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.RevisionCodec;
import java.util.Optional;
import java.util.stream.Stream;

/** Endpoint slices as they are. */
record SliceProjection(Selection selection)
    implements Projection<EndpointSlice, WatchEndpointSlicesResponse> {

  @Override
  public Stream<? extends ResourceKey> keys(
      RegistrySnapshot snapshot, Optional<ResourceKey> after) {
    Stream<Recorded<dev.portolan.registry.EndpointSlice>> candidates =
        selection.byHost()
            ? HostNames.servicesOf(snapshot, selection.host()).stream()
                .flatMap(service -> snapshot.origin(service.origin()).slicesOf(service).stream())
            : selection.shards(snapshot, after).flatMap(shard -> shard.slices().stream());
    return candidates
        .map(slice -> slice.resource().key())
        .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
        .filter(key -> selection.matches(snapshot, key.service()));
  }

  @Override
  public Optional<EndpointSlice> show(RegistrySnapshot snapshot, ResourceKey key) {
    SliceKey slice = (SliceKey) key;
    return selection.matches(snapshot, slice.service())
        ? snapshot
            .find(slice)
            .map(recorded -> recorded.as(dev.portolan.registry.EndpointSlice.class))
            .map(RecordEncoder::slice)
        : Optional.empty();
  }

  @Override
  public Optional<ResourceKey> shownBy(ResourceKey changed) {
    return changed instanceof SliceKey ? Optional.of(changed) : Optional.empty();
  }

  @Override
  public Stream<? extends ResourceKey> keysOf(RegistrySnapshot snapshot, OriginId origin) {
    return snapshot.origin(origin).slices().stream().map(Recorded::key);
  }

  @Override
  public WatchEndpointSlicesResponse upserted(EndpointSlice record, Revision revision) {
    return event(WatchEvent.WATCH_EVENT_UPSERTED, revision).setEndpointSlice(record).build();
  }

  @Override
  public WatchEndpointSlicesResponse removed(ResourceKey key, Revision revision) {
    SliceKey slice = (SliceKey) key;
    return event(WatchEvent.WATCH_EVENT_REMOVED, revision)
        .setEndpointSlice(
            EndpointSlice.newBuilder()
                .setOrigin(slice.service().origin().value())
                .setNamespace(slice.service().namespace())
                .setService(slice.service().name())
                .setName(slice.name()))
        .build();
  }

  @Override
  public WatchEndpointSlicesResponse bookmark(Revision revision) {
    return event(WatchEvent.WATCH_EVENT_BOOKMARK, revision).build();
  }

  private static WatchEndpointSlicesResponse.Builder event(WatchEvent event, Revision revision) {
    return WatchEndpointSlicesResponse.newBuilder()
        .setEvent(event)
        .setRevision(RevisionCodec.encode(revision));
  }
}
