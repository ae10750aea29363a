package dev.portolan.wire;

import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Shared;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Services. */
final class ServiceCodec {
  private ServiceCodec() {}

  static dev.portolan.v1.Service.Builder encode(Service service) {
    dev.portolan.v1.Service.Builder message =
        dev.portolan.v1.Service.newBuilder()
            .setOrigin(service.key().origin().value())
            .setNamespace(service.key().namespace())
            .setName(service.key().name())
            .putAllLabels(service.labels())
            .addAllIdentities(service.identities())
            .setKind(EnumCodec.encode(service.kind()));
    service.ports().forEach(port -> message.addPorts(encode(port)));
    service.tlsName().ifPresent(message::setTlsName);
    service.created().ifPresent(time -> message.setCreateTime(TimeCodec.encode(time)));
    if (!service.requests().equals(ExportRequests.UNTOLD)) {
      message.setExportRequests(ExportRequestsCodec.encode(service.requests()));
    }
    return message;
  }

  static dev.portolan.v1.ServicePort encode(ServicePort port) {
    return dev.portolan.v1.ServicePort.newBuilder()
        .setName(port.name())
        .setNumber(port.number())
        .setProtocol(EnumCodec.encode(port.protocol()))
        .build();
  }

  static Optional<Service> decode(
      dev.portolan.v1.Service message, OriginRule origins, Violations at) {
    int before = at.count();
    Optional<OriginId> origin = origins.decode(message.getOrigin(), at);
    at.check("namespace", Names.labelProblem(message.getNamespace()));
    at.check("name", Names.labelProblem(message.getName()));
    List<ServicePort> ports = PortList.decode(message.getPortsList(), at, ServiceCodec::port);
    TextRules.checkLabels("labels", message.getLabelsMap(), Service.MAX_LABELS, at);
    TextRules.checkEach(
        "identities",
        message.getIdentitiesList(),
        Service.MAX_IDENTITIES,
        Names::identityProblem,
        at);
    Service.Kind kind = EnumCodec.decode(message.getKind(), message.getKindValue(), at);
    Optional<Instant> created =
        message.hasCreateTime()
            ? TimeCodec.decode("create_time", message.getCreateTime(), at)
            : Optional.empty();
    Optional<String> tlsName =
        Optional.of(message.getTlsName()).filter(name -> !name.isEmpty()).map(Shared::value);
    tlsName.ifPresent(name -> at.check("tls_name", Names.subdomainProblem(name)));
    ExportRequests requests =
        message.hasExportRequests()
            ? ExportRequestsCodec.decode(message.getExportRequests(), at.at("export_requests"))
            : ExportRequests.UNTOLD;
    if (origin.isEmpty() || at.count() > before) {
      return Optional.empty();
    }
    return Optional.of(
        Service.of(
                Shared.value(
                    new ServiceKey(
                        origin.get(), Shared.value(message.getNamespace()), message.getName())),
                ports,
                message.getLabelsMap(),
                Set.copyOf(message.getIdentitiesList()),
                kind,
                created)
            .with(requests)
            .under(tlsName));
  }

  private static PortList.Entry<ServicePort> port(
      dev.portolan.v1.ServicePort message, Violations at) {
    long number = Integer.toUnsignedLong(message.getNumber());
    at.check("name", Names.labelProblem(message.getName()));
    at.check("number", Names.portProblem(number));
    Protocol protocol = EnumCodec.decode(message.getProtocol(), message.getProtocolValue(), at);
    return new PortList.Entry<>(
        message.getName(),
        number,
        () -> new ServicePort(Shared.value(message.getName()), (int) number, protocol));
  }
}
