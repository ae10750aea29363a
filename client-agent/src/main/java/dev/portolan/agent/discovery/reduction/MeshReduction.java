package dev.portolan.agent.discovery.reduction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedMesh;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Names;
import dev.portolan.registry.Sorted;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads trust domain, aliases and further roots out of Istio's mesh configuration. */
final class MeshReduction {
  private static final YAMLMapper YAML = new YAMLMapper();

  private MeshReduction() {}

  /** Nothing for the other ConfigMaps beside it, which have no such key. */
  static Optional<ObservedMesh> reduce(ObjectRef ref, ConfigMap map)
      throws UnreadableObjectException {
    String text = Text.orEmpty(map.getData()).get("mesh");
    if (text == null && !ref.equals(ObservedMesh.REF)) {
      return Optional.empty();
    }
    return Optional.of(reduce(ref, text == null ? "" : text));
  }

  private static ObservedMesh reduce(ObjectRef ref, String text) throws UnreadableObjectException {
    JsonNode mesh = parse(ref, text);
    String trustDomain = mesh.path("trustDomain").asText("");
    List<String> aliases = new ArrayList<>();
    for (JsonNode alias : mesh.path("trustDomainAliases")) {
      aliases.add(checked(ref, "trustDomainAliases", alias.asText()));
    }
    return new ObservedMesh(
        ref,
        trustDomain.isEmpty() ? Cluster.DEFAULT_DOMAIN : checked(ref, "trustDomain", trustDomain),
        Sorted.set(aliases),
        RootsReduction.further(mesh));
  }

  private static JsonNode parse(ObjectRef ref, String text) throws UnreadableObjectException {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnreadableObjectException(
          ref + ": key mesh, line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
    }
  }

  private static String checked(ObjectRef ref, String field, String domain)
      throws UnreadableObjectException {
    var problem = Names.subdomainProblem(domain);
    if (problem.isPresent()) {
      throw new UnreadableObjectException(ref + ": key mesh, " + field + " " + problem.get());
    }
    return domain;
  }
}
