package dev.portolan.server.query;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.v1.Service;
import dev.portolan.v1.ServiceSummary;
import dev.portolan.v1.WatchEvent;
import dev.portolan.v1.WatchServicesResponse;
import dev.portolan.wire.RevisionCodec;
import java.util.Optional;
import java.util.stream.Stream;

/** Services, each with its capacity and host: shown otherwise when one of its slices changes. */
record ServiceProjection(Selection selection)
    implements Projection<ServiceSummary, WatchServicesResponse> {

  @Override
  public Stream<? extends ResourceKey> keys(
      RegistrySnapshot snapshot, Optional<ResourceKey> after) {
    Stream<ServiceKey> candidates =
        selection.byHost()
            ? HostNames.servicesOf(snapshot, selection.host()).stream()
            : selection
                .shards(snapshot, after)
                .flatMap(shard -> shard.services().stream())
                .map(service -> service.resource().key());
    return candidates
        .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
        .filter(key -> selection.matches(snapshot, key));
  }

  @Override
  public Optional<ServiceSummary> show(RegistrySnapshot snapshot, ResourceKey key) {
    ServiceKey service = (ServiceKey) key;
    return selection.matches(snapshot, service)
        ? Summaries.service(snapshot, service)
        : Optional.empty();
  }

  @Override
  public Optional<ResourceKey> shownBy(ResourceKey changed) {
    if (changed instanceof SliceKey slice) {
      return Optional.of(slice.service());
    }
    return changed instanceof ServiceKey ? Optional.of(changed) : Optional.empty();
  }

  @Override
  public Stream<? extends ResourceKey> keysOf(RegistrySnapshot snapshot, OriginId origin) {
    return snapshot.origin(origin).services().stream().map(Recorded::key);
  }

  @Override
  public WatchServicesResponse upserted(ServiceSummary record, Revision revision) {
    return event(WatchEvent.WATCH_EVENT_UPSERTED, revision).setService(record).build();
  }

  @Override
  public WatchServicesResponse removed(ResourceKey key, Revision revision) {
    ServiceKey service = (ServiceKey) key;
    return event(WatchEvent.WATCH_EVENT_REMOVED, revision)
        .setService(
            ServiceSummary.newBuilder()
                .setService(
                    Service.newBuilder()
                        .setOrigin(service.origin().value())
                        .setNamespace(service.namespace())
                        .setName(service.name())))
        .build();
  }

  @Override
  public WatchServicesResponse bookmark(Revision revision) {
    return event(WatchEvent.WATCH_EVENT_BOOKMARK, revision).build();
  }

  private static WatchServicesResponse.Builder event(WatchEvent event, Revision revision) {
    return WatchServicesResponse.newBuilder()
        .setEvent(event)
        .setRevision(RevisionCodec.encode(revision));
  }
}
