package dev.portolan.translate;

import dev.portolan.federation.AccessRule;
import dev.portolan.federation.HostAccess;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Revision;
import io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicyAction;
import io.fabric8.istio.api.api.security.v1beta1.Condition;
import io.fabric8.istio.api.api.security.v1beta1.Operation;
import io.fabric8.istio.api.api.security.v1beta1.Rule;
import io.fabric8.istio.api.api.security.v1beta1.RuleFrom;
import io.fabric8.istio.api.api.security.v1beta1.RuleTo;
import io.fabric8.istio.api.api.security.v1beta1.Source;
import io.fabric8.istio.api.api.type.v1beta1.WorkloadSelector;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who may call a host's workloads as one AuthorizationPolicy that selects them. Equal decisions
 * give equal objects, byte for byte, but for the revision.
 *
 * <p>The trust domain is asked for apart from the namespace and the service account: istiod
 * replaces the trust domain of a whole identity by all its aliases, which would let in the same
 * account of other clusters (pilot/pkg/security/trustdomain, {@code ReplaceTrustDomainAliases}). A
 * prefix, and an identity of any trust domain, it leaves as they are.
 */
public final class AccessObjects {
  /** Kind of the object, as Istio has it. */
  public static final String KIND = "AuthorizationPolicy";

  private static final String CALLER = "source.principal";

  private AccessObjects() {}

  /**
   * Translates a decision.
   *
   * @param revision of the registry at which it was made; noted, not hashed
   */
  public static AuthorizationPolicy translate(HostAccess access, Revision revision) {
    AuthorizationPolicy object = new AuthorizationPolicy();
    object.setSpec(spec(access));
    object.setMetadata(
        IstioTranslator.metadata(
            access.host(), access.mesh(), objectName(access.host()), object, revision));
    Map<String, String> notes = object.getMetadata().getAnnotations();
    access.policy().ifPresent(policy -> notes.put(Marks.ACCESS_POLICY, policy));
    if (!access.shapedBy().isEmpty()) {
      notes.put(
          Marks.SHAPED_BY,
          access.shapedBy().stream().map(OriginId::value).collect(Collectors.joining(",")));
    }
    return object;
  }

  /** The object's name; it is in the host's namespace, whatever the host is called for clients. */
  public static String objectName(HostKey host) {
    return ObjectNames.of(host.name(), "access:" + host);
  }

  private static io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicy spec(
      HostAccess access) {
    WorkloadSelector selector = new WorkloadSelector();
    selector.setMatchLabels(new TreeMap<>(access.selector()));
    var spec = new io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicy();
    spec.setSelector(selector);
    spec.setAction(AuthorizationPolicyAction.ALLOW);
    spec.setRules(access.rules().stream().map(AccessObjects::rule).toList());
    return spec;
  }

  private static Rule rule(AccessRule said) {
    Rule rule = new Rule();
    rule.setFrom(from(said));
    Operation operation = new Operation();
    operation.setPorts(said.ports().stream().map(String::valueOf).toList());
    operation.setMethods(List.copyOf(said.methods()));
    operation.setPaths(List.copyOf(said.paths()));
    RuleTo to = new RuleTo();
    to.setOperation(operation);
    rule.setTo(List.of(to));
    Condition domain = new Condition();
    domain.setKey(CALLER);
    domain.setValues(said.domains().stream().map(name -> name + "/*").toList());
    rule.setWhen(List.of(domain));
    return rule;
  }

  private static List<RuleFrom> from(AccessRule said) {
    List<RuleFrom> from = new ArrayList<>();
    if (!said.namespaces().isEmpty()) {
      Source namespaces = new Source();
      namespaces.setNamespaces(List.copyOf(said.namespaces()));
      from.add(new RuleFrom(namespaces));
    }
    if (!said.accounts().isEmpty()) {
      Source accounts = new Source();
      accounts.setPrincipals(said.accounts().stream().map(AccessObjects::principal).toList());
      from.add(new RuleFrom(accounts));
    }
    return from;
  }

  private static String principal(String account) {
    String[] names = account.split("/", 2);
    return "*/ns/%s/sa/%s".formatted(names[0], names[1]);
  }
}
