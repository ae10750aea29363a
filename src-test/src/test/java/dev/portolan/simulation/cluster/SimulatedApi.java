package dev.portolan.simulation.cluster;

import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.apply.sink.Observation;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.SinkWatcher;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.world.Plans;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The objects of one cluster and the rules of their API server: versions grow with every write, and
 * a write names the state that it has seen. Outlives all agents.
 */
public final class SimulatedApi {
  private final VirtualTime time;
  private final Writes writes;
  private final SortedMap<ObjectRef, Stored> standing = new TreeMap<>();
  private final List<ApiClient> clients = new ArrayList<>();
  private final DeletionWatch deletions;
  private Weather weather = Weather.FAIR;
  private Optional<String> advised = Optional.empty();
  private Optional<String> released = Optional.empty();
  private long version;
  private long steps;

  /** Told of every write of an agent: before it has its effect. */
  @FunctionalInterface
  public interface Writes {
    void wrote(ObjectRef ref, Optional<String> before, Optional<String> after);
  }

  /** An object and how it is seen. */
  record Stored(HasMetadata object, String text, ObservedObject seen) {}

  /**
   * Without objects.
   *
   * @param deletions at once that an agent never holds back
   */
  public SimulatedApi(VirtualTime time, Writes writes, int deletions) {
    this.time = time;
    this.writes = writes;
    this.deletions = new DeletionWatch(time, deletions);
  }

  /** What agents did here that their brake should have kept them from. */
  public List<String> violations() {
    return deletions.violations();
  }

  /** The agent has told somebody how a hold is released. */
  void advised(String hold) {
    advised = Optional.of(hold);
  }

  /** Somebody releases the hold that an agent told of last, if any. */
  public void releaseAdvised() {
    released = advised;
  }

  Optional<String> released() {
    if (released.isPresent() && released.equals(advised)) {
      deletions.released();
    }
    return released;
  }

  /** For one process of the agent. */
  public ObjectSink client(SimulatedProcess agent) {
    ApiClient client = new ApiClient(this, agent);
    clients.add(client);
    return client;
  }

  /** A process does not reach the cluster any more. */
  public void cutOff(SimulatedProcess agent) {
    clients.stream().filter(client -> client.isOf(agent)).forEach(ApiClient::close);
  }

  public void weather(Weather next) {
    weather = next;
    deletions.blinded();
  }

  Weather weather() {
    return weather;
  }

  VirtualTime time() {
    return time;
  }

  /** What stands, as text. */
  public SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    standing.forEach((ref, stored) -> texts.put(ref.kind() + "/" + ref.name(), stored.text()));
    return texts;
  }

  /** How often agents have written. */
  public long steps() {
    return steps;
  }

  /** Who stands where; for choosing one. */
  public List<ObjectRef> refs() {
    return List.copyOf(standing.keySet());
  }

  /** Somebody removes an object by hand, if it is there, by the name that findings give it. */
  public void removeByHand(String named) {
    refs().stream().filter(ref -> ref.toString().equals(named)).forEach(this::removeByHand);
  }

  /** Somebody removes an object by hand. */
  public void removeByHand(ObjectRef ref) {
    standing.remove(ref);
    deletions.blinded();
    version++;
    String last = Long.toString(version);
    told((client, watcher) -> watcher.gone(ref, last));
  }

  /** Somebody changes something about an object that leaves it as it was, so its version grows. */
  public void touch(ObjectRef ref) {
    Stored stored = standing.get(ref);
    if (stored != null) {
      ObservedObject seen = put(ref, stored.object());
      told((client, watcher) -> watcher.seen(seen));
    }
  }

  Listing list() {
    return new Listing(
        standing.values().stream().map(Stored::seen).toList(), Long.toString(version));
  }

  Optional<ObservedObject> find(ObjectRef ref) {
    return Optional.ofNullable(standing.get(ref)).map(Stored::seen);
  }

  /** A write of an agent that met what it expected. */
  Optional<ObservedObject> write(ApiClient by, ObjectRef ref, Optional<HasMetadata> after) {
    Optional<Stored> before = Optional.ofNullable(standing.get(ref));
    if (!saidAnew(before, after)) {
      writes.wrote(ref, before.map(Stored::text), after.map(Plans::text));
      steps++;
    }
    // Routes that go because their policy ends take nothing with them; agents do not count them.
    if (after.isEmpty()) {
      deletions.deleted(by, standing.size(), !ref.kind().equals(ObjectRef.ROUTES));
    }
    Optional<ObservedObject> seen = after.map(object -> put(ref, object));
    if (seen.isEmpty()) {
      standing.remove(ref);
      version++;
    }
    String last = Long.toString(version);
    told((client, watcher) -> seen.ifPresentOrElse(watcher::seen, () -> watcher.gone(ref, last)));
    return seen;
  }

  // Another epoch of the hub says the same of who may call, and that is noted.
  private static boolean saidAnew(Optional<Stored> before, Optional<HasMetadata> after) {
    return before.isPresent()
        && after.isPresent()
        && before.get().seen().ref().kind().equals(ObjectRef.ACCESS)
        && before.get().text().equals(Plans.text(after.get()))
        && !before.get().seen().epoch().equals(Observation.of(after.get()).epoch());
  }

  private ObservedObject put(ObjectRef ref, HasMetadata object) {
    ObservedObject bare = Observation.of(object);
    version++;
    ObservedObject seen =
        new ObservedObject(
            ref,
            bare.custody(),
            bare.fingerprint(),
            bare.epoch(),
            bare.sequence(),
            bare.origins(),
            bare.hosts(),
            new Handle("uid-" + ref.name(), Long.toString(version), true, false));
    standing.put(ref, new Stored(object, Plans.text(object), seen));
    return seen;
  }

  private void told(BiConsumer<ApiClient, SinkWatcher> news) {
    if (!weather.silent()) {
      clients.removeIf(client -> !client.alive());
      clients.forEach(client -> client.tell(news));
    }
  }
}
