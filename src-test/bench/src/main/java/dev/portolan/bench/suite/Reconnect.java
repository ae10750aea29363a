package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Outcome;
import dev.portolan.bench.figure.Ratio;
import dev.portolan.bench.figure.Rounds;
import dev.portolan.bench.figure.Row;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Hub;
import dev.portolan.bench.subject.Subjects;
import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.bench.wire.Holdings;
import dev.portolan.bench.wire.Subscriptions;
import dev.portolan.registry.Revision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** B5: agents that hold everything, or nearly, come back at once. */
final class Reconnect implements Benchmark {
  private static final int HEAP = 3072;
  private static final int MISSED = 10;
  // More than a log of changes would hold, were it not for names that change again.
  private static final int AWAY = 5_000;
  private static final int ROUNDS = 5;

  /** How an agent comes back. */
  private enum Way {
    NEW("Portolan, holding nothing"),
    TOKEN("Portolan, by token, nothing missed"),
    TOKEN_MISSED("Portolan, by token, 10 changes missed"),
    LIST("Portolan, by versions, nothing missed"),
    LIST_MISSED("Portolan, by versions, 10 changes missed");

    private final String title;

    Way(String title) {
      this.title = title;
    }
  }

  @Override
  public String id() {
    return "B5";
  }

  @Override
  public String title() {
    return "all agents come back at once";
  }

  @Override
  public int seconds(boolean quick) {
    return quick ? 40 : 210;
  }

  @Override
  public Outcome run(Setting setting) {
    int services = setting.size(10_000, 1_000);
    int agents = setting.size(500, 50);
    try (Open open = new Open()) {
      setting.say("a hub with " + services + " services, " + agents + " agents");
      Hub hub = Hub.start(setting.place(), HEAP, 1, agents);
      open.add(hub, hub::close);
      hub.seed(services);
      Returns returns = new Returns(hub, agents);
      setting.say("warming up");
      for (Way way : Way.values()) {
        returns.take(way);
      }
      Map<Way, List<Storm>> storms = new EnumMap<>(Way.class);
      int round = 0;
      for (List<Way> order : Rounds.interleaved(List.of(Way.values()), ROUNDS)) {
        setting.say("round " + ++round + " of " + ROUNDS);
        for (Way way : order) {
          storms.computeIfAbsent(way, absent -> new ArrayList<>()).add(returns.take(way));
        }
      }
      int missed = setting.size(AWAY, AWAY / 10);
      setting.say("agents come back after " + missed + " changes");
      Storm away = returns.after(missed);
      setting.say("the hub is killed and starts again");
      hub.restart();
      Storm restarted = returns.take(Way.TOKEN);
      setting.say("java-control-plane");
      Storm peer = peer(setting, services, Math.min(agents, 25));
      Row late =
          Storm.row(
              "Portolan, by token, %,d changes missed (once)".formatted(missed), List.of(away));
      return outcome(storms, late, restarted, peer, services, agents);
    }
  }

  /** Agents of one hub, coming back in different ways. */
  private static final class Returns {
    private final Hub hub;
    private final int agents;
    private Map<String, Map<String, String>> versions = Map.of();
    private List<byte[]> list;
    private Revision listed;

    private Returns(Hub hub, int agents) {
      this.hub = hub;
      this.agents = agents;
      this.list = List.of();
      this.listed = Revision.NONE;
    }

    private Storm take(Way way) {
      Revision held = hub.revision();
      boolean lists = way == Way.LIST || way == Way.LIST_MISSED;
      if (lists && !listed.equals(held)) {
        // A single agent learns what all of them will say.
        Holdings holdings = new Holdings();
        hub.connect(1, hub::asNew, holdings).close();
        versions = holdings.versions();
        list = Subscriptions.laterRequests(versions);
        listed = held;
      }
      if (way == Way.TOKEN_MISSED || way == Way.LIST_MISSED) {
        hub.changes(MISSED);
      }
      return Storm.of(hub.server(), () -> come(way, held));
    }

    private Storm after(int changes) {
      Revision held = hub.revision();
      hub.changes(changes);
      return Storm.of(hub.server(), () -> come(Way.TOKEN, held));
    }

    private AgentGroup come(Way way, Revision held) {
      return hub.connect(
          agents,
          switch (way) {
            case NEW -> hub::asNew;
            case TOKEN, TOKEN_MISSED -> agent -> hub.holding(agent, held);
            case LIST, LIST_MISSED -> agent -> hub.listing(agent, versions, list);
          },
          frame -> {});
    }
  }

  /** It sends everything again whatever an agent lists: a few agents show how much that is. */
  private static Storm peer(Setting setting, int services, int agents) {
    try (ServerProcess server = Subjects.controlPlaneServer(setting.place(), services)) {
      Holdings holdings = new Holdings();
      Subjects.controlPlaneAgents(server, 1, Map.of(), holdings).close();
      Map<String, String> versions =
          holdings.versions().getOrDefault(Subscriptions.CLUSTERS, Map.of());
      return Storm.of(
          server, () -> Subjects.controlPlaneAgents(server, agents, versions, frame -> {}));
    }
  }

  private Outcome outcome(
      Map<Way, List<Storm>> storms,
      Row late,
      Storm restarted,
      Storm peer,
      int services,
      int agents) {
    List<Row> rows = new ArrayList<>();
    Map<Way, Row> byWay = new EnumMap<>(Way.class);
    storms.forEach(
        (way, all) -> {
          Row row = Storm.row(way.title, all);
          byWay.put(way, row);
          rows.add(row);
        });
    rows.add(late);
    rows.add(Storm.row("Portolan, by token, after the hub was killed (once)", List.of(restarted)));
    Row other =
        Storm.row("java-control-plane, %d agents (once)".formatted(peer.agents()), List.of(peer));
    rows.add(other);
    Row fresh = of(byWay, Way.NEW);
    Row token = of(byWay, Way.TOKEN);
    Row missed = of(byWay, Way.TOKEN_MISSED);
    Row list = of(byWay, Way.LIST);
    return new Outcome(
        id(),
        title(),
        List.of(
            "%d services, %d agents on a connection each, connecting at the same moment."
                .formatted(services, agents)),
        rows,
        List.of(
            Ratio.atMost("by token, bytes down per agent", token.get(Storm.DOWN), 200, "B"),
            Ratio.atMost("by token, bytes up per agent", token.get(Storm.UP), 200, "B"),
            Ratio.atMost(
                "by token, ten changes missed, bytes down per agent beyond the changed resources",
                missed.get(Storm.ENVELOPE),
                200,
                "B"),
            Ratio.atMost(
                "by token, server CPU / holding nothing",
                token.get(Storm.CPU) / fresh.get(Storm.CPU),
                0.15),
            Ratio.atMost(
                "by versions, server CPU / holding nothing",
                list.get(Storm.CPU) / fresh.get(Storm.CPU),
                1.5),
            Ratio.atMost(
                "by token, bytes both ways per agent, Portolan / java-control-plane",
                (token.get(Storm.DOWN) + token.get(Storm.UP))
                    / (other.get(Storm.DOWN) + other.get(Storm.UP)),
                0.001)),
        0,
        List.of(),
        List.of(
            "Bytes are those of the messages: first requests and their acknowledgements (an"
                + " agent asks for every type), without HTTP/2's own."));
  }

  private static Row of(Map<Way, Row> rows, Way way) {
    Row row = rows.get(way);
    if (row == null) {
      throw new IllegalStateException(way + " was not measured");
    }
    return row;
  }
}
