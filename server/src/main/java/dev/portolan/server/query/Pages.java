package dev.portolan.server.query;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.server.rpc.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts answers into pages, all from the snapshot of the first. Thread-safe. */
final class Pages {
  static final int DEFAULT_SIZE = 100;
  static final int MAX_SIZE = 1000;

  private final PublishedSnapshots snapshots;
  private final PinnedSnapshots pins;

  Pages(PublishedSnapshots snapshots, PinnedSnapshots pins) {
    this.snapshots = snapshots;
    this.pins = pins;
  }

  /**
   * What a reader asks for.
   *
   * @param question the method and its filters
   * @param size 1 to {@value #MAX_SIZE}; 0 means {@value #DEFAULT_SIZE}
   * @param token empty for the first page
   */
  record Request(String question, int size, String token) {
    Request {
      if (size < 0 || size > MAX_SIZE) {
        throw new InvalidRequestException(
            "page_size",
            "is %s; 1 to %d are allowed, 0 means %d"
                .formatted(Integer.toUnsignedString(size), MAX_SIZE, DEFAULT_SIZE));
      }
      size = size == 0 ? DEFAULT_SIZE : size;
    }
  }

  /**
   * One page.
   *
   * @param nextToken empty on the last page
   */
  record Page<T>(List<T> items, String nextToken, RegistrySnapshot snapshot) {}

  /** A page of records. */
  <T> Page<T> page(
      Request request, Function<List<String>, ResourceKey> keyOf, Projection<T, ?> projection) {
    Start start = start(request);
    Optional<ResourceKey> after = start.after().map(path -> key(path, keyOf));
    List<ResourceKey> keys = new ArrayList<>();
    projection.keys(start.snapshot(), after).limit(request.size() + 1L).forEach(keys::add);
    return cut(
        request,
        start.snapshot(),
        keys,
        ResourceKey::path,
        key -> projection.show(start.snapshot(), key).orElseThrow());
  }

  /** Where a page starts: its snapshot and the path behind which its first key is. */
  record Start(RegistrySnapshot snapshot, Optional<String> after) {}

  /** Finds the snapshot of a request. */
  Start start(Request request) {
    if (request.token().isEmpty()) {
      return new Start(snapshots.latest(), Optional.empty());
    }
    PageToken token = PageToken.decode(request.token(), request.question());
    RegistrySnapshot latest = snapshots.latest();
    RegistrySnapshot pinned =
        latest.revision().equals(token.revision()) ? latest : pins.at(token.revision());
    return new Start(pinned, Optional.of(token.after()));
  }

  /** Cuts candidates, one more than fit if there is more, into a page. */
  <K, T> Page<T> cut(
      Request request,
      RegistrySnapshot snapshot,
      List<K> candidates,
      Function<K, String> path,
      Function<K, T> show) {
    boolean more = candidates.size() > request.size();
    List<K> keys = more ? candidates.subList(0, request.size()) : candidates;
    String next = "";
    if (more) {
      pins.pin(snapshot);
      String last = path.apply(keys.get(keys.size() - 1));
      next = new PageToken(request.question(), snapshot.revision(), last).encode();
    }
    return new Page<>(keys.stream().map(show).toList(), next, snapshot);
  }

  static ResourceKey serviceKey(List<String> names) {
    return new ServiceKey(new OriginId(names.get(0)), names.get(1), names.get(2));
  }

  static ResourceKey sliceKey(List<String> names) {
    return new SliceKey((ServiceKey) serviceKey(names), names.get(3));
  }

  static ResourceKey registrationKey(List<String> names) {
    return new RegistrationKey((ServiceKey) serviceKey(names), names.get(3));
  }

  private static ResourceKey key(String path, Function<List<String>, ResourceKey> keyOf) {
    try {
      return keyOf.apply(List.of(path.split("/", -1)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw PageToken.malformed();
    }
  }
}
