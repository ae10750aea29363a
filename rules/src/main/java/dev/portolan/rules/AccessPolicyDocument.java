package dev.portolan.rules;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Service;
import dev.portolan.registry.VirtualMeshKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The {@code spec} of a document of kind AccessPolicy. Pure. */
final class AccessPolicyDocument {
  static final Set<String> FIELDS = Set.of("virtualMesh", "hosts", "allow", "rollout");

  /** Every member of the virtual mesh. */
  static final String ANY = "*";

  static final Set<String> GRANT_FIELDS = Set.of("from", "ports", "methods", "paths");
  static final Set<String> CALLER_FIELDS = Set.of("cluster", "namespace", "serviceAccount");

  private AccessPolicyDocument() {}

  /** The policy; a problem is added for whatever is wrong, and then it does not count. */
  static Optional<AccessPolicy> read(String name, YamlMapping spec) {
    Optional<VirtualMeshKey> mesh = PolicyDocument.mesh(spec);
    SortedSet<HostSelector> hosts = PolicyDocument.hosts(spec);
    List<AccessGrant> allow = new ArrayList<>();
    if (!spec.has("allow")) {
      spec.problem(spec.node(), "spec.allow is missing; an empty sequence lets nobody in");
    }
    List<YamlMapping> grants = spec.optionalMappings("allow", GRANT_FIELDS);
    grants.forEach(grant -> grant(grant).ifPresent(allow::add));
    Rollout rollout = RolloutDocument.read(spec);
    if (spec.sound()) {
      AccessPolicy.problem(allow)
          .ifPresent(problem -> spec.problem(spec.node(), "the policy " + problem));
    }
    return spec.sound()
        ? mesh.map(key -> new AccessPolicy(PolicyKey.access(name), key, hosts, allow, rollout))
        : Optional.empty();
  }

  private static Optional<AccessGrant> grant(YamlMapping grant) {
    SortedSet<AccessCaller> from = callers(grant);
    SortedSet<Integer> ports = new TreeSet<>();
    for (String text :
        values(grant, "ports", Service.MAX_PORTS, AccessPolicyDocument::portProblem)) {
      ports.add(Integer.valueOf(text));
    }
    List<String> methods =
        values(grant, "methods", AccessGrant.MAX_METHODS, AccessGrant::methodProblem);
    List<String> paths = values(grant, "paths", AccessGrant.MAX_PATHS, AccessGrant::pathProblem);
    return grant.sound()
        ? Optional.of(AccessGrant.of(from, ports, methods, paths))
        : Optional.empty();
  }

  private static SortedSet<AccessCaller> callers(YamlMapping grant) {
    SortedSet<AccessCaller> callers = new TreeSet<>();
    List<YamlMapping> entries = grant.optionalMappings("from", CALLER_FIELDS);
    if (entries.isEmpty() || entries.size() > AccessGrant.MAX_CALLERS) {
      grant.problem(
          grant.node(),
          "spec.allow.from has %d callers; 1 to %d are allowed ({cluster: '*'} is every member)"
              .formatted(entries.size(), AccessGrant.MAX_CALLERS));
    }
    for (YamlMapping entry : entries) {
      Optional<AccessCaller> caller = caller(entry);
      if (caller.isPresent() && !callers.add(caller.get())) {
        entry.problem(entry.node(), "spec.allow.from has %s twice".formatted(caller.get()));
      }
    }
    return callers;
  }

  private static Optional<AccessCaller> caller(YamlMapping entry) {
    Optional<String> cluster =
        name(
            entry,
            "cluster",
            text -> text.equals(ANY) ? Optional.empty() : Names.labelProblem(text));
    Optional<String> namespace = name(entry, "namespace", Names::labelProblem);
    Optional<String> account = name(entry, "serviceAccount", Names::subdomainProblem);
    if (!entry.has("cluster") && !entry.has("namespace")) {
      entry.problem(
          entry.node(),
          "spec.allow.from has a caller with neither cluster nor namespace; {cluster: '*'} is every member");
    } else if (entry.has("serviceAccount") && !entry.has("namespace")) {
      entry.problem(
          entry.node(),
          "spec.allow.from.serviceAccount needs a namespace: every namespace has its own");
    }
    return entry.sound()
        ? Optional.of(
            new AccessCaller(
                cluster.filter(text -> !text.equals(ANY)).map(OriginId::new), namespace, account))
        : Optional.empty();
  }

  private static Optional<String> name(
      YamlMapping entry, String field, Function<String, Optional<String>> rule) {
    return entry
        .optionalText(field)
        .map(text -> YamlValues.checked(entry, "spec.allow.from." + field, List.of(text), rule))
        .flatMap(good -> good.stream().findFirst());
  }

  private static List<String> values(
      YamlMapping grant, String field, int max, Function<String, Optional<String>> rule) {
    return YamlValues.some(grant, field, "spec.allow", max, ", without it all are", rule);
  }

  private static Optional<String> portProblem(String text) {
    return text.matches("[1-9][0-9]{0,4}")
        ? Names.portProblem(Long.parseLong(text))
        : Optional.of("is '%s'; a port is 1 to 65535".formatted(text));
  }
}
