package dev.portolan.server.push.conformance;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one case plays on: a server, a face, the world that is served, and clients. */
final class Stage implements AutoCloseable {
  private final Face face;
  private final int patienceMillis;
  private final Map<String, SortedMap<String, Message>> world = new HashMap<>();
  private final List<Peer> peers = new ArrayList<>();
  private Subject subject;

  Stage(Face face, Subject subject, int patienceMillis) {
    this.face = face;
    this.subject = subject;
    this.patienceMillis = patienceMillis;
    Types.ALL.forEach(type -> world.put(type, new TreeMap<>()));
  }

  Face face() {
    return face;
  }

  Channel channel() {
    return subject.channel();
  }

  int patienceMillis() {
    return patienceMillis;
  }

  void settle() {
    subject.settle();
  }

  OptionalInt openStreams() {
    return subject.openStreams();
  }

  /** Changes the world without telling anybody yet. */
  Stage with(String type, String name, int edition) {
    return with(type, name, Types.sample(type, name, edition));
  }

  Stage with(String type, String name, Message resource) {
    world.getOrDefault(type, new TreeMap<>()).put(name, resource);
    return this;
  }

  Stage without(String type, String name) {
    world.getOrDefault(type, new TreeMap<>()).remove(name);
    return this;
  }

  /** One logical change: the world as it now is. */
  Stage publish() {
    Map<String, SortedMap<String, Message>> copy = new HashMap<>();
    world.forEach((type, names) -> copy.put(type, new TreeMap<>(names)));
    subject.publish(copy);
    return this;
  }

  /** One change, published. */
  Stage put(String type, String name, int edition) {
    return with(type, name, edition).publish();
  }

  Stage remove(String type, String name) {
    return without(type, name).publish();
  }

  /** The server is gone and another one serves the same. */
  Stage restart() {
    peers.forEach(Peer::cancel);
    Subject before = subject;
    subject = before.restarted(world);
    before.close();
    return this;
  }

  Peer peer() {
    return peer(Integer.MAX_VALUE);
  }

  /** A client that takes so many responses and no more. */
  Peer peer(int window) {
    Peer peer = new Peer(this, node("west"), window);
    peers.add(peer);
    return peer;
  }

  static Node node(String id) {
    return Node.newBuilder().setId(id).setCluster("west-1").build();
  }

  @Override
  public void close() {
    peers.forEach(Peer::cancel);
    subject.close();
  }
}
