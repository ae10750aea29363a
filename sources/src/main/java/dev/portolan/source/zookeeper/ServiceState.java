package dev.portolan.source.zookeeper;

import dev.portolan.source.loop.SourceLoop.Timer;
import dev.portolan.source.mapping.Instance;
import dev.portolan.source.zookeeper.payload.NodePayload;
import dev.portolan.source.zookeeper.payload.PayloadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of one service below a path. Confined to the source's loop. */
final class ServiceState {
  private final String path;
  private final String name;
  private final SortedMap<String, NodeState> nodes = new TreeMap<>();
  private Optional<ZooKeeperException> refusal = Optional.empty();
  private boolean answered;
  private boolean offered;
  private @Nullable Timer end;

  /**
   * @param path below which it is
   */
  ServiceState(String path, String name) {
    this.path = path;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Its own path, distinct among all services. */
  String key() {
    return Errand.below(path, name);
  }

  /**
   * Takes what was read. A node that is there and cannot be read or understood is what it was.
   *
   * @param keep what is absent stays
   * @return whether its instances are others now
   */
  boolean take(ServiceReading reading, boolean keep) {
    refusal = reading.refusal();
    if (refusal.isPresent()) {
      return false;
    }
    answered = true;
    List<Instance> before = instances();
    reading.read().forEach((node, data) -> nodes.put(node, read(node, data)));
    reading.nodes().forEach(node -> nodes.computeIfPresent(node, (same, known) -> known.there()));
    if (keep) {
      nodes.replaceAll((node, known) -> reading.nodes().contains(node) ? known : known.absent());
    } else {
      nodes.keySet().retainAll(reading.nodes());
    }
    return !before.equals(instances());
  }

  private NodeState read(String node, NodeReading reading) {
    NodeState before = nodes.getOrDefault(node, NodeState.UNKNOWN);
    if (reading.refusal().isPresent()) {
      ZooKeeperException why = reading.refusal().get();
      return why.kind() == ZooKeeperException.Kind.DENIED
          ? before.denied(why.reason())
          : before.unreadable(why.reason());
    }
    try {
      return NodeState.of(new NodePayload(path, name, node).read(reading.data().orElseThrow()));
    } catch (PayloadException e) {
      return before.unreadable(e.reason());
    }
  }

  List<Instance> instances() {
    List<Instance> instances = new ArrayList<>();
    nodes.values().forEach(node -> node.instance().ifPresent(instances::add));
    return instances;
  }

  /** Whether any node of it is there. */
  boolean listed() {
    return nodes.values().stream().anyMatch(node -> !node.kept());
  }

  /** How many instances are kept that are not there. */
  int kept() {
    return (int)
        nodes.values().stream().filter(node -> node.kept() && node.instance().isPresent()).count();
  }

  /** Nodes whose data need not be read as long as nobody says that they have changed. */
  Set<String> known() {
    Set<String> known = new TreeSet<>();
    nodes.forEach(
        (node, state) -> {
          if (!state.kept() && !state.denied()) {
            known.add(node);
          }
        });
    return known;
  }

  /** Why its nodes cannot be listed. */
  Optional<ZooKeeperException> refusal() {
    return refusal;
  }

  SortedMap<String, NodeState> nodes() {
    return nodes;
  }

  /** Whether everything that there is of it was read once. */
  boolean answered() {
    return answered && nodes.values().stream().noneMatch(NodeState::neverShown);
  }

  /**
   * Whether it may not be read, all of it or in part. Rights that are given are told by no watch.
   */
  boolean denied() {
    return refusal.isPresent() || nodes.values().stream().anyMatch(NodeState::denied);
  }

  /** Whether nothing of it need be read as long as nobody says that it has changed. */
  boolean quiet() {
    return answered && !denied();
  }

  /** Whether there is a record of it. */
  boolean offered() {
    return offered;
  }

  void offered(boolean now) {
    offered = now;
  }

  boolean condemned() {
    return end != null;
  }

  void condemn(Timer at) {
    end = at;
  }

  void spare() {
    if (end != null) {
      end.cancel();
      end = null;
    }
  }
}
