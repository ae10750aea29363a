package dev.portolan.it.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a source has read of a real registry. Confined to the test's thread, but for what comes. */
final class Imported implements AutoCloseable {
  /** Long enough for a wrong withdrawal to show. */
  static final Duration WHILE = Duration.ofSeconds(6);

  private final OriginId origin;
  private final Duration limit;
  private volatile LocalState state = LocalState.NOTHING;
  private @Nullable LocalServices source;

  /**
   * Nothing is read yet.
   *
   * @param limit within which what is awaited has to come
   */
  Imported(OriginId origin, Duration limit) {
    this.origin = origin;
    this.limit = limit;
  }

  /** Reads from now on; once. */
  void start(LocalServices services) {
    source = services;
    services.start(now -> state = now);
  }

  LocalState state() {
    return state;
  }

  OriginShard shard() {
    return state.records().origin(origin);
  }

  /** Addresses by service, with whether they are ready. */
  SortedMap<String, SortedMap<String, Boolean>> endpoints() {
    SortedMap<String, SortedMap<String, Boolean>> endpoints = new TreeMap<>();
    OriginShard shard = shard();
    shard.services().forEach(each -> endpoints.put(each.resource().key().name(), new TreeMap<>()));
    shard
        .slices()
        .forEach(
            slice -> {
              for (Endpoint endpoint : slice.resource().endpoints()) {
                endpoints
                    .getOrDefault(slice.resource().key().service().name(), new TreeMap<>())
                    .put(endpoint.address(), endpoint.ready());
              }
            });
    return endpoints;
  }

  List<String> codes() {
    return state.findings().stream().map(finding -> finding.code().reason()).toList();
  }

  void awaitEndpoints(Map<String, Map<String, Boolean>> expected) {
    await().atMost(limit).untilAsserted(() -> assertThat(endpoints()).isEqualTo(expected));
  }

  void assertStays(Map<String, Map<String, Boolean>> expected) {
    await()
        .atMost(WHILE.plus(limit))
        .during(WHILE)
        .untilAsserted(() -> assertThat(endpoints()).isEqualTo(expected));
  }

  void awaitCode(String reason) {
    await().atMost(limit).untilAsserted(() -> assertThat(codes()).contains(reason));
  }

  void awaitNoFindings() {
    await().atMost(limit).untilAsserted(() -> assertThat(state.findings()).isEmpty());
  }

  @Override
  public void close() {
    if (source != null) {
      source.close();
    }
  }
}
