package dev.portolan.rules;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.HostSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Access policies as {@link RuleTree} has them. Pure. */
final class AccessTree {
  private AccessTree() {}

  static Map<String, Object> spec(AccessPolicy policy) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("virtualMesh", policy.mesh().name());
    spec.put("hosts", policy.hosts().stream().map(HostSelector::toString).toList());
    spec.put("allow", policy.allow().stream().map(AccessTree::grant).toList());
    return spec;
  }

  private static Map<String, Object> grant(AccessGrant grant) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", grant.from().stream().map(AccessTree::caller).toList());
    if (!grant.ports().isEmpty()) {
      tree.put("ports", List.copyOf(grant.ports()));
    }
    if (!grant.methods().isEmpty()) {
      tree.put("methods", List.copyOf(grant.methods()));
    }
    if (!grant.paths().isEmpty()) {
      tree.put("paths", List.copyOf(grant.paths()));
    }
    if (grant.unknown()) {
      tree.put("unknown", "needs a newer portolan");
    }
    return tree;
  }

  private static Map<String, Object> caller(AccessCaller caller) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("cluster", caller.cluster().map(Object::toString).orElse(AccessPolicyDocument.ANY));
    caller.namespace().ifPresent(name -> tree.put("namespace", name));
    caller.account().ifPresent(name -> tree.put("serviceAccount", name));
    return tree;
  }
}
