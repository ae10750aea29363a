package dev.portolan.agent.discovery.reduction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.agent.discovery.objects.ObservedMesh;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Names;
import dev.portolan.registry.Sorted;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.ArrayList;
import java.util.List;

/** Reads trust domain and aliases out of Istio's mesh configuration. */
final class MeshReduction {
  private static final YAMLMapper YAML = new YAMLMapper();

  private MeshReduction() {}

  static ObservedMesh reduce(ConfigMap map) throws UnreadableObjectException {
    JsonNode mesh = parse(Text.orEmpty(map.getData()).getOrDefault("mesh", ""));
    String trustDomain = mesh.path("trustDomain").asText("");
    List<String> aliases = new ArrayList<>();
    for (JsonNode alias : mesh.path("trustDomainAliases")) {
      aliases.add(checked("trustDomainAliases", alias.asText()));
    }
    return new ObservedMesh(
        ObservedMesh.REF,
        trustDomain.isEmpty() ? Cluster.DEFAULT_DOMAIN : checked("trustDomain", trustDomain),
        Sorted.set(aliases));
  }

  private static JsonNode parse(String text) throws UnreadableObjectException {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnreadableObjectException(
          ObservedMesh.REF
              + ": key mesh, line "
              + e.getLocation().getLineNr()
              + ": "
              + e.getOriginalMessage());
    }
  }

  private static String checked(String field, String domain) throws UnreadableObjectException {
    var problem = Names.subdomainProblem(domain);
    if (problem.isPresent()) {
      throw new UnreadableObjectException(
          ObservedMesh.REF + ": key mesh, " + field + " " + problem.get());
    }
    return domain;
  }
}
