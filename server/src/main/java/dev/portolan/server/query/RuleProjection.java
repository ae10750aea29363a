package dev.portolan.server.query;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.RuleChange;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.WatchEvent;
import dev.portolan.v1.WatchRulesResponse;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.RuleCodec;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules as they are written.
 *
 * @param kind that is watched; unspecified: all
 */
record RuleProjection(RuleKind kind) implements Projection<Recorded<?>, WatchRulesResponse> {

  @Override
  public Stream<? extends ResourceKey> keys(
      RegistrySnapshot snapshot, Optional<ResourceKey> after) {
    return snapshot
        .rules()
        .map(Recorded::key)
        .filter(this::matches)
        .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0);
  }

  private boolean matches(ResourceKey key) {
    return kind == RuleKind.RULE_KIND_UNSPECIFIED || RuleCodec.kind(key.kind()) == kind;
  }

  @Override
  public Optional<Recorded<?>> show(RegistrySnapshot snapshot, ResourceKey key) {
    return snapshot.find(key).map(rule -> rule);
  }

  @Override
  public Optional<ResourceKey> shownBy(ResourceKey changed) {
    boolean rule = changed instanceof VirtualMeshKey || changed instanceof PolicyKey;
    return rule && matches(changed) ? Optional.of(changed) : Optional.empty();
  }

  /** A rule belongs to no origin. */
  @Override
  public Stream<? extends ResourceKey> keysOf(RegistrySnapshot snapshot, OriginId origin) {
    return Stream.empty();
  }

  @Override
  public WatchRulesResponse upserted(Recorded<?> rule, Revision revision) {
    return event(WatchEvent.WATCH_EVENT_UPSERTED, revision)
        .setName(RuleCodec.name(rule.key()))
        .setRule(RuleCodec.encode(rule))
        .setEtag(RuleChange.etag(rule))
        .build();
  }

  @Override
  public WatchRulesResponse removed(ResourceKey key, Revision revision) {
    return event(WatchEvent.WATCH_EVENT_REMOVED, revision).setName(RuleCodec.name(key)).build();
  }

  @Override
  public WatchRulesResponse bookmark(Revision revision) {
    return event(WatchEvent.WATCH_EVENT_BOOKMARK, revision).build();
  }

  private static WatchRulesResponse.Builder event(WatchEvent event, Revision revision) {
    return WatchRulesResponse.newBuilder()
        .setEvent(event)
        .setRevision(RevisionCodec.encode(revision));
  }
}
