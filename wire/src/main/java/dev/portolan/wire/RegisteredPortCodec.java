package dev.portolan.wire;

import dev.portolan.registry.Names;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.RegisteredPort;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Shared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Ports of registrations. */
final class RegisteredPortCodec {
  private RegisteredPortCodec() {}

  static dev.portolan.v1.RegisteredPort encode(RegisteredPort registered) {
    return dev.portolan.v1.RegisteredPort.newBuilder()
        .setName(registered.port().name())
        .setNumber(registered.port().number())
        .setProtocol(EnumCodec.encode(registered.port().protocol()))
        .setTarget(registered.target())
        .build();
  }

  static List<RegisteredPort> decode(List<dev.portolan.v1.RegisteredPort> messages, Violations at) {
    List<RegisteredPort> ports = new ArrayList<>();
    if (messages.isEmpty()) {
      at.add("ports", "is empty; at least one port is required");
    }
    if (!TextRules.within("ports", messages.size(), Service.MAX_PORTS, at)) {
      return ports;
    }
    Map<Object, Integer> seen = new HashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      dev.portolan.v1.RegisteredPort message = messages.get(i);
      Violations port = at.at("ports", i);
      int before = at.count();
      long number = Integer.toUnsignedLong(message.getNumber());
      long target = message.getTarget() == 0 ? number : Integer.toUnsignedLong(message.getTarget());
      port.check("number", Names.portProblem(number));
      if (target != number) {
        port.check("target", Names.portProblem(target));
      }
      Protocol protocol = EnumCodec.decode(message.getProtocol(), message.getProtocolValue(), port);
      String name = message.getName().isEmpty() ? name(protocol, number) : message.getName();
      port.check("name", Names.labelProblem(name));
      checkUnused("name", name, i, seen, port);
      checkUnused("number", number, i, seen, port);
      if (at.count() == before) {
        ports.add(
            new RegisteredPort(
                new ServicePort(Shared.value(name), (int) number, protocol), (int) target));
      }
    }
    return ports;
  }

  private static String name(Protocol protocol, long number) {
    String prefix =
        protocol == Protocol.AUTO ? "port" : protocol.istioName().toLowerCase(Locale.ROOT);
    return prefix + "-" + number;
  }

  private static void checkUnused(
      String field, Object value, int index, Map<Object, Integer> seen, Violations port) {
    Integer earlier = seen.putIfAbsent(value, index);
    if (earlier != null) {
      port.add(field, "is the same as that of ports[%d]".formatted(earlier));
    }
  }
}
