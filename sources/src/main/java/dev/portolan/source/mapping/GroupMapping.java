package dev.portolan.source.mapping;

import dev.portolan.agent.discovery.conversion.ProtocolRules;
import dev.portolan.agent.discovery.conversion.SliceCut;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.IpAddress;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Maps instances that belong to one service of ours. Lives for one mapping. */
final class GroupMapping {
  /** Which service of the foreign registry it was, where its name is a label's value. */
  static final String FOREIGN_NAME = "portolan.dev/source-service";

  private final MappingRules rules;
  private final ServiceKey key;
  private final String foreignName;
  private final List<Instance> instances;
  private final Optional<String> tlsName;
  private final MappingFindings findings;
  private final String subject;

  /**
   * @param instances sorted by id, at least one
   */
  GroupMapping(
      MappingRules rules,
      ServiceKey key,
      String foreignName,
      List<Instance> instances,
      MappingFindings findings) {
    this.rules = rules;
    this.key = key;
    this.foreignName = foreignName;
    this.findings = findings;
    this.subject = "service/" + key.path();
    TlsAgreement tls = TlsAgreement.among(instances, rules.tls(), findings, subject);
    this.tlsName = tls.name();
    this.instances = tls.members();
  }

  /** The service; empty when it has no port, or no instance that can be used. */
  Optional<MappedService> map() {
    if (instances.isEmpty()) {
      return Optional.empty();
    }
    Optional<Integer> number =
        agreed("port", instance -> port(instance).map(String::valueOf)).map(Integer::valueOf);
    if (number.isEmpty()) {
      findings.add(
          FindingCode.SERVICE_NOT_MAPPED,
          subject,
          "it is not imported: the rule for its port (%s) gives no number from 1 to 65535 for any of its %d instances"
              .formatted(rules.port(), instances.size()));
      return Optional.empty();
    }
    Protocol protocol =
        agreed("protocol", instance -> rules.protocol().apply(instance))
            .map(ProtocolRules::ofPrefix)
            .map(this::inside)
            .orElse(Protocol.AUTO);
    ServicePort port = new ServicePort(portName(protocol, number.get()), number.get(), protocol);
    return Optional.of(
        new MappedService(
            Service.of(
                    key,
                    List.of(port),
                    serviceLabels(),
                    Set.of(),
                    Service.Kind.VIRTUAL_IP,
                    Optional.empty())
                .under(tlsName),
            slices(port)));
  }

  /** What proxies see, which begin TLS themselves if anybody does. */
  private Protocol inside(Protocol said) {
    if (tlsName.isEmpty()) {
      return said;
    }
    return said == Protocol.HTTPS ? Protocol.HTTP : said == Protocol.TLS ? Protocol.TCP : said;
  }

  private static String portName(Protocol protocol, int number) {
    String prefix =
        protocol == Protocol.AUTO ? "port" : protocol.istioName().toLowerCase(Locale.ROOT);
    return prefix + "-" + number;
  }

  private Optional<Integer> port(Instance instance) {
    return rules
        .port()
        .apply(instance)
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(Integer::valueOf)
        .filter(number -> Names.portProblem(number).isEmpty());
  }

  /** What most instances say, of equals the first; those that say nothing do not count. */
  private Optional<String> agreed(String what, Function<Instance, Optional<String>> rule) {
    SortedMap<String, Long> votes =
        instances.stream()
            .flatMap(instance -> rule.apply(instance).stream())
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    Optional<String> winner =
        votes.entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(
                        Map.Entry.<String, Long>comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey);
    if (votes.size() > 1) {
      findings.add(
          FindingCode.INSTANCES_DISAGREE,
          subject,
          "its instances say different things of the service's %s; %s counts, which most say. Give them all the same, or write a rule that does not depend on them"
              .formatted(what, Untrusted.text(winner.orElseThrow())));
    }
    return winner;
  }

  private SortedMap<String, String> serviceLabels() {
    SortedMap<String, String> common = new TreeMap<>(labels(instances.get(0)));
    instances.forEach(instance -> common.entrySet().retainAll(labels(instance).entrySet()));
    if (Names.labelValueProblem(foreignName).isEmpty()) {
      common.put(FOREIGN_NAME, foreignName);
    }
    return common;
  }

  private SortedMap<String, String> labels(Instance instance) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (String name : rules.labels()) {
      String value = instance.metadata().get(name);
      if (value != null
          && Names.labelKeyProblem(name).isEmpty()
          && Names.labelValueProblem(value).isEmpty()) {
        labels.put(name, value);
      }
    }
    return labels;
  }

  /** By the instances' own ports; an address stands once in each, by its best instance. */
  private List<EndpointSlice> slices(ServicePort port) {
    SortedMap<Integer, SortedMap<String, Endpoint>> byPort = new TreeMap<>();
    for (Instance instance : instances) {
      endpoint(instance)
          .ifPresent(
              endpoint ->
                  byPort
                      .computeIfAbsent(instance.port(), absent -> new TreeMap<>())
                      .merge(endpoint.address(), endpoint, GroupMapping::healthier));
    }
    SliceCut cut = new SliceCut(key, Set.of());
    List<EndpointSlice> slices = new ArrayList<>();
    byPort.forEach(
        (number, endpoints) ->
            slices.addAll(
                cut.cut(
                    "p" + number,
                    Sorted.map(Map.of(port.name(), number)),
                    List.copyOf(endpoints.values()))));
    return slices;
  }

  private static Endpoint healthier(Endpoint one, Endpoint other) {
    return other.health().compareTo(one.health()) < 0 ? other : one;
  }

  private Optional<Endpoint> endpoint(Instance instance) {
    Optional<String> problem =
        Names.portProblem(instance.port())
            .map(wrong -> "its port " + wrong)
            .or(
                () ->
                    IpAddress.endpointProblem(instance.address())
                        .map(wrong -> "its address " + wrong));
    if (problem.isPresent()) {
      findings.add(
          FindingCode.ENDPOINT_REFUSED,
          subject,
          "instance %s is left out: %s".formatted(Untrusted.text(instance.id()), problem.get()));
      return Optional.empty();
    }
    return Optional.of(
        new Endpoint(
            instance.address(),
            instance.health(),
            tlsName.isPresent() ? MeshMode.TLS : MeshMode.NONE,
            locality(instance),
            "",
            Sorted.map(labels(instance)),
            Math.min(Math.max(1, instance.weight()), Endpoint.MAX_WEIGHT)));
  }

  private Locality locality(Instance instance) {
    return rules.locality().apply(instance).flatMap(this::parsed).orElse(rules.elsewhere());
  }

  private Optional<Locality> parsed(String text) {
    // A registry that knows zones only: they are in the region where everything is.
    String[] parts =
        (text.startsWith("/") ? rules.elsewhere().region() + text : text).split("/", -1);
    for (String part : parts) {
      if (part.isEmpty() || Names.labelValueProblem(part).isPresent()) {
        return Optional.empty();
      }
    }
    return parts.length > 2
        ? Optional.empty()
        : Optional.of(new Locality(parts[0], parts.length > 1 ? parts[1] : "", ""));
  }
}
