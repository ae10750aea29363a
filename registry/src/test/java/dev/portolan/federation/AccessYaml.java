package dev.portolan.federation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMeshKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Reads a golden case's access policy: {@code hosts}, and {@code allow} with {@code from: [<cluster
 * or *>/<namespace or *>/<account or *>]}, {@code ports}, {@code methods}, {@code paths}, {@code
 * later: true}.
 */
final class AccessYaml {
  private AccessYaml() {}

  static AccessPolicy read(VirtualMeshKey mesh, String name, JsonNode policy) {
    return new AccessPolicy(
        PolicyKey.access(name),
        mesh,
        texts(policy.required("hosts")).stream()
            .map(text -> HostSelector.parse(text).orElseThrow())
            .toList(),
        StreamSupport.stream(policy.required("allow").spliterator(), false)
            .map(AccessYaml::grant)
            .toList());
  }

  private static AccessGrant grant(JsonNode grant) {
    TreeSet<AccessCaller> from = new TreeSet<>();
    texts(grant.required("from")).forEach(text -> from.add(caller(text)));
    TreeSet<Integer> ports = new TreeSet<>();
    grant.path("ports").forEach(port -> ports.add(port.asInt()));
    return new AccessGrant(
        from,
        ports,
        Sorted.set(texts(grant.path("methods"))),
        Sorted.set(texts(grant.path("paths"))),
        grant.path("later").asBoolean());
  }

  private static AccessCaller caller(String text) {
    String[] parts = text.split("/", -1);
    return new AccessCaller(said(parts[0]).map(OriginId::new), said(parts[1]), said(parts[2]));
  }

  private static Optional<String> said(String part) {
    return part.equals("*") ? Optional.empty() : Optional.of(part);
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
