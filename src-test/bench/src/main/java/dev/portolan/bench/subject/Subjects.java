package dev.portolan.bench.subject;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.role.ControlPlaneRole;
import dev.portolan.bench.role.FloorRole;
import dev.portolan.bench.role.PlainRole;
import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.bench.wire.Crowd;
import dev.portolan.bench.wire.PlainAgents;
import dev.portolan.bench.wire.RawReader;
import dev.portolan.bench.wire.Subscriptions;
import dev.portolan.bench.wire.Traffic;
import java.util.List;
import java.util.Map;

/** The servers that publish one change at a time. */
public final class Subjects {
  private static final int SMALL_HEAP = 512;
  private static final int PEER_HEAP = 3072;

  private Subjects() {}

  private record Connected(
      String name,
      ServerProcess server,
      int subscribers,
      Traffic traffic,
      Crowd updated,
      Runnable begin,
      Runnable end)
      implements Subject {
    @Override
    public void trigger() {
      begin.run();
    }

    @Override
    public void close() {
      end.run();
    }
  }

  private static Runnable publish(ServerProcess server) {
    return () -> {
      // Dropped: subscribers say when it is done.
      var unused = server.tell("publish");
    };
  }

  /** Raw sockets. */
  public static Subject floor(Place place, int subscribers, int messageBytes) {
    ServerProcess server =
        place.role(FloorRole.class, SMALL_HEAP, List.of(Integer.toString(messageBytes)));
    RawReader reader = RawReader.connect(server.port(), subscribers, messageBytes);
    return new Connected(
        "raw sockets (floor)",
        server,
        subscribers,
        reader.traffic(),
        reader.updated(),
        publish(server),
        () -> {
          reader.close();
          server.close();
        });
  }

  /** gRPC with nothing behind it. */
  public static Subject plain(Place place, int subscribers, int messageBytes) {
    ServerProcess server =
        place.role(PlainRole.class, PEER_HEAP, List.of(Integer.toString(messageBytes)));
    PlainAgents agents = PlainAgents.connect(server.port(), subscribers);
    return new Connected(
        "bare gRPC",
        server,
        subscribers,
        agents.traffic(),
        agents.updated(),
        publish(server),
        () -> {
          agents.close();
          server.close();
        });
  }

  /** The server of java-control-plane, with nobody connected yet. */
  public static ServerProcess controlPlaneServer(Place place, int clusters) {
    return place.role(ControlPlaneRole.class, PEER_HEAP, List.of(Integer.toString(clusters)));
  }

  /** Agents of a java-control-plane, at once, with nothing held. */
  public static AgentGroup controlPlaneAgents(ServerProcess server, int agents) {
    return controlPlaneAgents(server, agents, Map.of(), frame -> {});
  }

  /** The same with versions that each of them holds. */
  public static AgentGroup controlPlaneAgents(
      ServerProcess server, int agents, Map<String, String> held, AgentGroup.Reader reader) {
    return AgentGroup.connect(
        server.port(), agents, i -> Subscriptions.clusters("agent-" + i, held), reader, 300);
  }

  /** java-control-plane. */
  public static Subject controlPlane(Place place, int subscribers, int clusters) {
    ServerProcess server = controlPlaneServer(place, clusters);
    AgentGroup agents = controlPlaneAgents(server, subscribers);
    return of(
        "java-control-plane",
        server,
        agents,
        publish(server),
        () -> {
          agents.close();
          server.close();
        });
  }

  /**
   * Closing it lets the agents go; the hub stays. A hub whose agents hold everything already, each
   * with every type and its bookmarks.
   */
  public static Subject portolan(String name, Hub hub, int subscribers) {
    // Those that a subject published are not counted; a token from before them may be too old.
    hub.changes(1);
    AgentGroup agents = hub.connect(subscribers, i -> hub.holding(i, hub.revision()), frame -> {});
    return of(
        name,
        hub.server(),
        agents,
        () -> {
          // Dropped: subscribers say when it is done.
          var unused = hub.change();
        },
        agents::close);
  }

  static Subject of(
      String name, ServerProcess server, AgentGroup agents, Runnable trigger, Runnable end) {
    return new Connected(
        name,
        server,
        agents.size(),
        agents.traffic(),
        agents.updated(),
        () -> {
          agents.requireAlive();
          trigger.run();
        },
        end);
  }
}
