package dev.portolan.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportSelector;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.Locality;
import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.pcollections.TreePSet;

/**
 * Reads a golden case's {@code in.yaml}: one virtual mesh, clusters with their facts, and what each
 * offers under the one host. What is not said has the value that needs no saying: ready, with a
 * sidecar.
 */
public final class ViewYaml {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final JsonNode root;
  private final HostKey host;

  private ViewYaml(JsonNode root) {
    this.root = root;
    String[] names = root.required("host").asText().split("/", -1);
    this.host = new HostKey(names[0], names[1]);
  }

  /** Reads a file. */
  public static GoldenCase read(Path file) throws IOException {
    return new ViewYaml(YAML.readTree(file.toFile())).golden();
  }

  private GoldenCase golden() {
    List<Resource> records = new ArrayList<>();
    SortedMap<OriginId, Surroundings> surroundings = new TreeMap<>();
    VirtualMesh mesh = mesh(root.required("mesh"));
    records.add(mesh);
    root.path("failover")
        .properties()
        .forEach(entry -> records.add(failover(mesh.key(), entry.getKey(), entry.getValue())));
    root.path("traffic")
        .properties()
        .forEach(
            entry -> records.add(TrafficYaml.read(mesh.key(), entry.getKey(), entry.getValue())));
    root.path("access")
        .properties()
        .forEach(
            entry -> records.add(AccessYaml.read(mesh.key(), entry.getKey(), entry.getValue())));
    root.path("clusters")
        .properties()
        .forEach(
            entry -> {
              OriginId origin = new OriginId(entry.getKey());
              records.add(cluster(origin, entry.getValue()));
              liveness(origin, entry.getValue()).ifPresent(records::add);
              if (!entry.getValue().has("source")) {
                // Nobody plans at a source.
                surroundings.put(origin, surroundings(origin, entry.getValue()));
              }
            });
    root.path("services")
        .properties()
        .forEach(
            entry -> {
              ServiceKey key = host.at(new OriginId(entry.getKey()));
              records.add(service(key, entry.getValue()));
              entry
                  .getValue()
                  .path("slices")
                  .properties()
                  .forEach(slice -> records.add(slice(key, slice.getKey(), slice.getValue())));
            });
    return new GoldenCase(records, host, surroundings);
  }

  private static VirtualMesh mesh(JsonNode mesh) {
    return new VirtualMesh(
        new VirtualMeshKey(mesh.required("name").asText()),
        texts(mesh.required("members")).stream().map(OriginId::new).toList(),
        mesh.path("suffix").asText(VirtualMesh.DEFAULT_SUFFIX),
        exports(mesh),
        hostRules(mesh.path("hosts")),
        partition(mesh.path("partition")),
        VirtualMesh.AccessDefault.valueOf(mesh.path("access").asText("ALLOW")),
        imports(mesh.path("imports")),
        VirtualMesh.TrustRule.valueOf(mesh.path("trust").asText("VERIFY")));
  }

  private static ExportRules exports(JsonNode mesh) {
    return new ExportRules(
        Sorted.set(texts(mesh.required("exports"))),
        stream(mesh.path("exported")).map(ViewYaml::selector).toList(),
        texts(mesh.path("optIn")).stream()
            .map(ExportRules.OptIn::valueOf)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static ExportSelector selector(JsonNode selector) {
    return new ExportSelector(
        Sorted.set(texts(selector.path("namespaces"))),
        Sorted.set(texts(selector.path("names"))),
        labels(selector),
        texts(selector.path("origins")).stream()
            .map(OriginId::new)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static ImportRules imports(JsonNode imports) {
    SortedMap<OriginId, SortedSet<String>> namespaces = new TreeMap<>();
    imports
        .properties()
        .forEach(
            entry ->
                namespaces.put(new OriginId(entry.getKey()), Sorted.set(texts(entry.getValue()))));
    return new ImportRules(namespaces);
  }

  /** Tiers: {@code near: REGION}, {@code regions: [...]}, {@code clusters: {name: weight}}. */
  private static FailoverPolicy failover(VirtualMeshKey mesh, String name, JsonNode policy) {
    return new FailoverPolicy(
        PolicyKey.failover(name),
        mesh,
        texts(policy.required("hosts")).stream()
            .map(text -> HostSelector.parse(text).orElseThrow())
            .collect(Collectors.toCollection(TreeSet::new)),
        stream(policy.path("tiers")).map(ViewYaml::tier).toList(),
        FailoverPolicy.Rest.valueOf(policy.path("rest").asText("LAST")),
        policy.has("errors")
            ? new OutlierRule(
                policy.get("errors").asInt(), Duration.ofSeconds(1), Duration.ofMinutes(1), 50)
            : OutlierRule.DEFAULT,
        Optional.ofNullable(policy.get("partition")).map(ViewYaml::partitionRule));
  }

  private static FailoverTier tier(JsonNode tier) {
    if (tier.has("near")) {
      return new FailoverTier.Near(FailoverTier.Distance.valueOf(tier.get("near").asText()));
    }
    if (tier.has("regions")) {
      return new FailoverTier.Regions(Sorted.set(texts(tier.get("regions"))));
    }
    SortedMap<OriginId, Integer> weights = new TreeMap<>();
    tier.path("clusters")
        .properties()
        .forEach(entry -> weights.put(new OriginId(entry.getKey()), entry.getValue().asInt()));
    return weights.isEmpty() ? new FailoverTier.Unknown() : new FailoverTier.Clusters(weights);
  }

  private static PartitionRules partition(JsonNode partition) {
    SortedMap<HostKey, PartitionRule> exceptions = new TreeMap<>();
    partition
        .path("services")
        .properties()
        .forEach(
            entry -> {
              String[] names = entry.getKey().split("/", -1);
              exceptions.put(new HostKey(names[0], names[1]), partitionRule(entry.getValue()));
            });
    return new PartitionRules(partitionRule(partition), exceptions);
  }

  private static PartitionRule partitionRule(JsonNode rule) {
    return new PartitionRule(
        PartitionRule.Action.valueOf(rule.path("rule").asText("KEEP")),
        Duration.ofSeconds(rule.path("grace").asLong(0)));
  }

  /** {@code lost: <seconds>} or {@code stale: true}; last heard at noon. */
  private static Optional<Liveness> liveness(OriginId origin, JsonNode cluster) {
    Instant noon = Instant.parse("2026-11-01T12:00:00Z");
    if (cluster.has("lost")) {
      return Optional.of(
          Liveness.lost(origin, noon, Duration.ofSeconds(cluster.get("lost").asLong())));
    }
    return cluster.path("stale").asBoolean()
        ? Optional.of(Liveness.stale(origin, noon))
        : Optional.empty();
  }

  private static HostRules hostRules(JsonNode hosts) {
    SortedMap<HostKey, HostMode> exceptions = new TreeMap<>();
    hosts
        .path("services")
        .properties()
        .forEach(
            entry -> {
              String[] names = entry.getKey().split("/", -1);
              exceptions.put(
                  new HostKey(names[0], names[1]), HostMode.valueOf(entry.getValue().asText()));
            });
    return new HostRules(
        HostMode.valueOf(hosts.path("mode").asText("GLOBAL")),
        exceptions,
        hosts.path("maxEndpoints").asInt(HostRules.DEFAULT_MAX_ENDPOINTS),
        HostRules.Overflow.valueOf(hosts.path("overflow").asText("SHARD")),
        HostRules.MissingNamespace.valueOf(hosts.path("missingNamespace").asText("SKIP")));
  }

  /** The host's namespace, and a Service like the one that the cluster offers, if none is given. */
  private Surroundings surroundings(OriginId origin, JsonNode cluster) {
    NativeServices services = NativeServices.NONE;
    JsonNode own = cluster.path("own");
    JsonNode offered = root.path("services").path(origin.value());
    if (!own.isMissingNode()) {
      services = services.with(host, Optional.of(nativeService(own, own.path("ports"))));
    } else if (!offered.isMissingNode()) {
      services = services.with(host, Optional.of(nativeService(offered, offered.path("ports"))));
    }
    for (var neighbour : cluster.path("neighbours").properties()) {
      services =
          services.with(
              new HostKey(host.namespace(), neighbour.getKey()),
              Optional.of(nativeService(neighbour.getValue(), neighbour.getValue().path("ports"))));
    }
    return new Surroundings(
        cluster.has("namespaces")
            ? TreePSet.from(texts(cluster.get("namespaces")))
            : TreePSet.singleton(host.namespace()),
        TreePSet.from(texts(cluster.path("ambient"))),
        services,
        TreePSet.from(texts(cluster.path("openGateways"))));
  }

  /** Of the pods that are called after the host, unless something else is said. */
  private NativeWorkloads workloads(JsonNode service) {
    SortedMap<String, String> selector = new TreeMap<>();
    SortedMap<Integer, Integer> targets = new TreeMap<>();
    if (service.has("selector")) {
      service
          .get("selector")
          .properties()
          .forEach(entry -> selector.put(entry.getKey(), entry.getValue().asText()));
    } else {
      selector.put("app", host.name());
    }
    service
        .path("targets")
        .properties()
        .forEach(entry -> targets.put(Integer.valueOf(entry.getKey()), entry.getValue().asInt()));
    return new NativeWorkloads(selector, targets, service.path("gateway").asBoolean());
  }

  private NativeService nativeService(JsonNode service, JsonNode ports) {
    SortedMap<Integer, String> names = new TreeMap<>();
    for (String text : texts(ports)) {
      String[] parts = text.split(" ", -1);
      names.put(Integer.parseInt(parts[1]), parts[0]);
    }
    return new NativeService(
        NativeService.Kind.valueOf(service.path("kind").asText("VIRTUAL_IP")),
        names,
        service.path("nodeLocal").asBoolean(),
        created(service),
        workloads(service));
  }

  private static Cluster cluster(OriginId origin, JsonNode facts) {
    return new Cluster(
        new ClusterKey(origin),
        "",
        facts.path("network").asText(""),
        facts.path("trustDomain").asText(Cluster.DEFAULT_DOMAIN),
        Sorted.set(texts(facts.path("aliases"))),
        facts.path("domain").asText(Cluster.DEFAULT_DOMAIN),
        texts(facts.path("gateways")).stream().map(address -> new Gateway(address, 15443)).toList(),
        locality(facts.path("locality").asText("")),
        created(facts),
        Optional.ofNullable(facts.get("source"))
            .map(
                networks ->
                    new SourceFacts(
                        Sorted.set(texts(networks)),
                        SourceFacts.Trust.valueOf(facts.path("trust").asText("INTERNAL")))),
        new MeshTrust(
            roots(facts.path("roots")),
            roots(facts.path("furtherRoots")),
            Sorted.set(texts(facts.path("furtherDomains")))));
  }

  /** Two digits stand for a fingerprint of them. */
  private static SortedSet<String> roots(JsonNode roots) {
    return texts(roots).stream()
        .map(digits -> digits.repeat(32))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<Instant> created(JsonNode record) {
    return Optional.ofNullable(record.get("created")).map(time -> Instant.parse(time.asText()));
  }

  private static Service service(ServiceKey key, JsonNode service) {
    return Service.of(
            key,
            texts(service.required("ports")).stream().map(ViewYaml::port).toList(),
            labels(service),
            Set.copyOf(texts(service.path("identities"))),
            Service.Kind.valueOf(service.path("kind").asText("VIRTUAL_IP")),
            created(service))
        .with(
            ExportRequests.of(
                texts(service.path("asks")).stream().map(ExportRules.OptIn::valueOf).toList(),
                List.of()))
        .under(Optional.ofNullable(service.get("tls")).map(JsonNode::asText));
  }

  /** {@code <name> <number> <protocol>}. */
  private static ServicePort port(String text) {
    String[] parts = text.split(" ", -1);
    return new ServicePort(parts[0], Integer.parseInt(parts[1]), Protocol.valueOf(parts[2]));
  }

  private static EndpointSlice slice(ServiceKey service, String name, JsonNode slice) {
    SortedMap<String, Integer> ports = new TreeMap<>();
    slice
        .required("ports")
        .properties()
        .forEach(entry -> ports.put(entry.getKey(), entry.getValue().asInt()));
    return new EndpointSlice(
        new SliceKey(service, name),
        ports,
        stream(slice.required("endpoints")).map(ViewYaml::endpoint).toList());
  }

  private static Endpoint endpoint(JsonNode endpoint) {
    return new Endpoint(
        endpoint.required("address").asText(),
        Endpoint.Health.valueOf(endpoint.path("health").asText("READY")),
        Endpoint.MeshMode.valueOf(endpoint.path("mesh").asText("SIDECAR")),
        locality(endpoint.path("locality").asText("")),
        "",
        labels(endpoint),
        endpoint.path("weight").asInt(1));
  }

  private static SortedMap<String, String> labels(JsonNode labelled) {
    SortedMap<String, String> labels = new TreeMap<>();
    labelled
        .path("labels")
        .properties()
        .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
    return labels;
  }

  private static Locality locality(String text) {
    String[] parts = (text + "//").split("/", -1);
    return new Locality(parts[0], parts[1], parts[2]);
  }

  private static List<String> texts(JsonNode list) {
    return stream(list).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
