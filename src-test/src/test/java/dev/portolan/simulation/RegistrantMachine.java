package dev.portolan.simulation;

import dev.portolan.registry.OriginId;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.network.Route;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.v1.Protocol;
import dev.portolan.v1.RegisteredPort;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A machine with instances of services, and most of the time a process that registers them. */
final class RegistrantMachine {
  private static final int MOST = 3;
  private static final List<Integer> TTL_SECONDS = List.of(10, 15, 30);

  private final VirtualTime time;
  private final Network network;
  private final OriginId origin;
  private final String name;
  private final int number;
  private final Route route;
  private final Map<RegistrationName, Registration> wanted = new LinkedHashMap<>();
  private @Nullable SimulatedProcess process;
  private @Nullable Registrant registrant;
  private int starts;
  private int addresses;

  /**
   * One that has an instance.
   *
   * @param number no two machines have the same
   */
  RegistrantMachine(VirtualTime time, Network network, OriginId origin, int number, Random luck) {
    this.time = time;
    this.network = network;
    this.origin = origin;
    this.name = origin.value() + "-" + number;
    this.number = number;
    this.route = network.route();
    add(luck);
  }

  OriginId origin() {
    return origin;
  }

  String name() {
    return name;
  }

  Route route() {
    return route;
  }

  /** What is to be registered, by name, in an order that the seed alone decides. */
  Map<RegistrationName, Registration> wanted() {
    return new LinkedHashMap<>(wanted);
  }

  boolean running() {
    return process != null;
  }

  /** Starts the process, unless there is one. */
  void start() {
    if (process != null) {
      return;
    }
    SimulatedProcess started = new SimulatedProcess(time, name + "-" + ++starts);
    process = started;
    registrant =
        new Registrant(
            started,
            route.channel(started),
            origin,
            Session.newBuilder().setName(name).setIncarnation(starts).build(),
            this::wanted);
    registrant.look();
  }

  /** The process is gone at once, and with it whoever would renew. */
  void kill() {
    SimulatedProcess killed = process;
    if (killed != null) {
      process = null;
      registrant = null;
      killed.kill();
      network.gone(killed);
    }
  }

  /** Something becomes other than it is; says what. */
  String change(Random luck) {
    List<RegistrationName> names = new ArrayList<>(wanted.keySet());
    RegistrationName one = names.get(luck.nextInt(names.size()));
    Registration before = wanted.getOrDefault(one, Registration.getDefaultInstance());
    String what;
    switch (luck.nextInt(4)) {
      case 0 -> {
        wanted.put(one, before.toBuilder().setReady(!before.getReady()).build());
        what = one.getId() + (before.getReady() ? " is not ready" : " is ready");
      }
      case 1 -> {
        wanted.put(one, before.toBuilder().setAddress(address()).build());
        what = one.getId() + " gets another address";
      }
      case 2 -> what = wanted.size() < MOST ? "gets " + add(luck) : "has enough";
      default -> {
        if (wanted.size() > 1) {
          wanted.remove(one);
          what = "has no " + one.getId() + " any more";
        } else {
          what = "keeps its last one";
        }
      }
    }
    if (registrant != null) {
      registrant.look();
    }
    return name + ": " + what;
  }

  private String add(Random luck) {
    RegistrationName key =
        RegistrationName.newBuilder()
            .setNamespace("shop")
            .setService(luck.nextBoolean() ? "orders" : "stock")
            .setId(name + "-" + ++addresses)
            .build();
    wanted.put(
        key,
        Registration.newBuilder()
            .setNamespace(key.getNamespace())
            .setService(key.getService())
            .setId(key.getId())
            .setAddress(address())
            .addPorts(
                RegisteredPort.newBuilder().setNumber(8080).setProtocol(Protocol.PROTOCOL_HTTP))
            .setReady(true)
            .setTtl(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(TTL_SECONDS.get(luck.nextInt(TTL_SECONDS.size()))))
            .build());
    return key.getId();
  }

  private String address() {
    return "10.200.%d.%d".formatted(number, ++addresses);
  }
}
