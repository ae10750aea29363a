package dev.portolan.source.eureka;

import dev.portolan.registry.Endpoint.Health;
import dev.portolan.source.mapping.Instance;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Eureka's servers in memory, each with its registry, what changed there in the last three minutes
 * and its caches, on a test's time. They replicate nothing. Confined to the test's thread.
 */
public final class FakeEureka implements EurekaApi {
  private static final Duration RETENTION = Duration.ofMinutes(3);
  private static final long LEASE_MILLIS = 90_000;

  private final InstantSource time;
  private final Map<URI, Server> servers = new HashMap<>();
  private long stamps;

  public FakeEureka(InstantSource time) {
    this.time = time;
  }

  /** The server at an address. */
  public Server server(URI url) {
    return servers.computeIfAbsent(url, absent -> new Server());
  }

  @Override
  public CompletableFuture<Listing> all(URI url) {
    Server server = server(url);
    server.askedForAll++;
    return server.answer(server.cachedAll.orElseGet(server::all), false);
  }

  @Override
  public CompletableFuture<Listing> recent(URI url) {
    Server server = server(url);
    server.askedForRecent++;
    return server.answer(server.cachedRecent.orElseGet(server::recent), true);
  }

  @Override
  public void close() {}

  private record Change(Instant at, Listed listed) {}

  /** One server. */
  public final class Server {
    private final SortedMap<InstanceKey, Listed> registry = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Nameless> nameless = new ArrayList<>();
    private Optional<EurekaException> failure = Optional.empty();
    private Optional<Listing> cachedAll = Optional.empty();
    private Optional<Listing> cachedRecent = Optional.empty();
    private Optional<String> claimed = Optional.empty();
    private boolean offersChanges = true;
    private boolean renewing = true;
    private int askedForAll;
    private int askedForRecent;

    private long stamp() {
      stamps = Math.max(stamps + 1, time.instant().toEpochMilli());
      return stamps;
    }

    /** Registers an instance, or replaces it. */
    public void register(Instance instance) {
      String status = instance.health() == Health.READY ? "UP" : "DOWN";
      put(instance.service(), instance.id(), status, Optional.of(instance), Optional.empty());
    }

    /** Registers an instance at a time before all others, by a clock that was set back. */
    public void registerInThePast(Instance instance) {
      InstanceKey key = new InstanceKey(instance.service(), instance.id());
      change(
          new Listed(key, false, "UP", 1, Lease.UNKNOWN, Optional.of(instance), Optional.empty()));
    }

    /** Registers an instance that cannot be understood, or replaces one by it. */
    public void garble(String app, String id, String problem) {
      put(app, id, "UP", Optional.empty(), Optional.of(problem));
    }

    private void put(
        String app,
        String id,
        String status,
        Optional<Instance> instance,
        Optional<String> problem) {
      InstanceKey key = new InstanceKey(app, id);
      long now = stamp();
      Listed before = registry.get(key);
      long up = before == null ? now : before.lease().up();
      change(
          new Listed(
              key, false, status, now, new Lease(now, up, now + LEASE_MILLIS), instance, problem));
    }

    private void change(Listed listed) {
      if (listed.deleted()) {
        registry.remove(listed.key());
      } else {
        registry.put(listed.key(), listed);
      }
      changes.add(new Change(time.instant(), listed));
    }

    /** Nobody renews his lease any more, or all do. */
    public void renewing(boolean now) {
      renewing = now;
      if (!now) {
        registry.replaceAll((key, listed) -> renewed(listed));
      }
    }

    private Listed renewed(Listed listed) {
      long ends = time.instant().toEpochMilli() + 2 * LEASE_MILLIS;
      return new Listed(
          listed.key(),
          false,
          listed.status(),
          listed.updated(),
          new Lease(listed.lease().registered(), listed.lease().up(), ends),
          listed.instance(),
          listed.problem());
    }

    /** Takes an instance out. */
    public void deregister(String app, String id) {
      Listed before = registry.get(new InstanceKey(app, id));
      if (before != null) {
        change(
            new Listed(
                before.key(),
                true,
                before.status(),
                stamp(),
                before.lease(),
                before.instance(),
                before.problem()));
      }
    }

    /** Lists something that does not say what it is. */
    public void listNameless(String app) {
      nameless.add(new Nameless(app, "UP", "it has neither instanceId nor hostName"));
    }

    /** Nobody is told of what has changed so far. */
    public void forgetChanges() {
      changes.clear();
    }

    /** Its registry is lost. */
    public void restartEmpty() {
      registry.clear();
      changes.clear();
    }

    /** From now on its answers are those of now. */
    public void cache() {
      cachedAll = Optional.of(all());
      cachedRecent = Optional.of(recent());
    }

    /** From now on its list of everything is that of now. */
    public void cacheAll() {
      cachedAll = Optional.of(all());
    }

    /** Its answers are as new as they can be. */
    public void expireCaches() {
      cachedAll = Optional.empty();
      cachedRecent = Optional.empty();
    }

    /** From now on every question fails. */
    public void fail(EurekaException.Kind kind, String reason) {
      failure = Optional.of(new EurekaException(kind, reason));
    }

    /** As always. */
    public void recover() {
      failure = Optional.empty();
      claimed = Optional.empty();
    }

    /** It does not tell what changed. */
    public void offerNoChanges() {
      offersChanges = false;
    }

    /** It says of itself that it has something else. */
    public void claim(String hash) {
      claimed = Optional.of(hash);
    }

    public int askedForAll() {
      return askedForAll;
    }

    public int asked() {
      return askedForAll + askedForRecent;
    }

    /** Everything, as a model. */
    SortedMap<InstanceKey, Listed> registry() {
      return registry;
    }

    Listing all() {
      return listing(
          registry.values().stream().map(each -> renewing ? renewed(each) : each).toList(),
          nameless);
    }

    Listing recent() {
      Instant oldest = time.instant().minus(RETENTION);
      changes.removeIf(change -> change.at().isBefore(oldest));
      // Of each instance it tells the last change only.
      Map<InstanceKey, Listed> last = new LinkedHashMap<>();
      for (Change change : changes) {
        last.remove(change.listed().key());
        last.put(change.listed().key(), change.listed());
      }
      return listing(List.copyOf(last.values()), List.of());
    }

    private Listing listing(List<Listed> listed, List<Nameless> without) {
      String hash =
          StatusHash.of(
              Stream.concat(
                  registry.values().stream().map(Listed::status),
                  nameless.stream().map(Nameless::status)));
      return new Listing(
          Optional.of(claimed.orElse(hash)), listed, without, Optional.of(time.instant()));
    }

    private CompletableFuture<Listing> answer(Listing listing, boolean recent) {
      if (failure.isPresent()) {
        return CompletableFuture.failedFuture(failure.get());
      }
      if (recent && !offersChanges) {
        return CompletableFuture.failedFuture(
            new EurekaException(EurekaException.Kind.DENIED, "HTTP 403"));
      }
      return CompletableFuture.completedFuture(listing);
    }
  }
}
