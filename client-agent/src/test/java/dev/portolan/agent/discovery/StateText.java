package dev.portolan.agent.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A state as YAML that people can read and compare. */
public final class StateText {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private StateText() {}

  public static String of(LocalState state) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("complete", state.complete());
    tree.put("namespaces", state.namespaces());
    tree.put("findings", state.findings().stream().map(Finding::toString).toList());
    for (OriginShard shard : state.records().origins().values()) {
      shard.cluster().ifPresent(facts -> tree.put("cluster", facts(facts.resource())));
      tree.put(
          "services",
          shard.services().stream().map(Recorded::resource).map(StateText::service).toList());
      tree.put(
          "slices", shard.slices().stream().map(Recorded::resource).map(StateText::slice).toList());
    }
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values", e);
    }
  }

  private static Map<String, Object> facts(Cluster cluster) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("origin", cluster.origin().value());
    tree.put("uid", cluster.uid());
    tree.put("network", cluster.network());
    tree.put("trustDomain", cluster.trustDomain());
    tree.put("aliases", cluster.trustDomainAliases());
    tree.put("clusterDomain", cluster.clusterDomain());
    if (cluster.trust().known()) {
      tree.put("roots", List.copyOf(cluster.trust().roots()));
      tree.put("furtherRoots", List.copyOf(cluster.trust().furtherRoots()));
      tree.put("furtherDomains", List.copyOf(cluster.trust().furtherDomains()));
    }
    tree.put(
        "gateways", cluster.gateways().stream().map(g -> g.address() + " " + g.port()).toList());
    tree.put("locality", cluster.locality().toString());
    cluster.created().ifPresent(time -> tree.put("created", time.toString()));
    return tree;
  }

  private static Map<String, Object> service(Service service) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", service.key().path());
    tree.put("kind", service.kind().name());
    tree.put("created", service.created().map(Object::toString).orElse(""));
    tree.put(
        "ports",
        service.ports().stream()
            .map(port -> "%d %s %s".formatted(port.number(), port.name(), port.protocol()))
            .toList());
    tree.put("labels", service.labels());
    tree.put("identities", service.identities());
    if (!service.requests().made().isEmpty()) {
      tree.put("asks", service.requests().made().stream().map(Object::toString).toList());
    }
    return tree;
  }

  private static Map<String, Object> slice(EndpointSlice slice) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", slice.key().path());
    tree.put("ports", slice.ports());
    List<Map<String, Object>> endpoints =
        slice.endpoints().stream().map(StateText::endpoint).toList();
    tree.put("endpoints", endpoints);
    return tree;
  }

  private static Map<String, Object> endpoint(Endpoint endpoint) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("address", endpoint.address());
    tree.put("state", endpoint.health() + " " + endpoint.meshMode());
    tree.put("locality", endpoint.locality().toString());
    tree.put("serviceAccount", endpoint.serviceAccount());
    tree.put("labels", endpoint.labels());
    return tree;
  }
}
