package dev.portolan.wire;

import dev.portolan.registry.Names;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.RegisteredPort;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Shared;
import java.util.List;
import java.util.Locale;

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
    return PortList.decode(messages, at, RegisteredPortCodec::port);
  }

  private static PortList.Entry<RegisteredPort> port(
      dev.portolan.v1.RegisteredPort message, Violations at) {
    long number = Integer.toUnsignedLong(message.getNumber());
    long target = message.getTarget() == 0 ? number : Integer.toUnsignedLong(message.getTarget());
    at.check("number", Names.portProblem(number));
    if (target != number) {
      at.check("target", Names.portProblem(target));
    }
    Protocol protocol = EnumCodec.decode(message.getProtocol(), message.getProtocolValue(), at);
    String name = message.getName().isEmpty() ? name(protocol, number) : message.getName();
    at.check("name", Names.labelProblem(name));
    return new PortList.Entry<>(
        name,
        number,
        () ->
            new RegisteredPort(
                new ServicePort(Shared.value(name), (int) number, protocol), (int) target));
  }

  private static String name(Protocol protocol, long number) {
    String prefix =
        protocol == Protocol.AUTO ? "port" : protocol.istioName().toLowerCase(Locale.ROOT);
    return prefix + "-" + number;
  }
}
