package dev.portolan.translate;

import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.Names;
import io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicyAction;
import io.fabric8.istio.api.api.security.v1beta1.Condition;
import io.fabric8.istio.api.api.security.v1beta1.Operation;
import io.fabric8.istio.api.api.security.v1beta1.Rule;
import io.fabric8.istio.api.api.security.v1beta1.RuleFrom;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import java.util.List;
import java.util.Map;

/**
 * The AuthorizationPolicy's share of {@link IstioRules}: what Istio's ValidateAuthorizationPolicy
 * demands, and that it is never about a whole namespace, nor lets in whom it does not name.
 */
final class AccessPolicyRules {
  /** What the schema lets be in one object. */
  private static final int MAX_RULES = 512;

  private AccessPolicyRules() {}

  static void check(AuthorizationPolicy object, List<String> problems) {
    var spec = object.getSpec();
    Map<String, String> labels =
        spec.getSelector() == null || spec.getSelector().getMatchLabels() == null
            ? Map.of()
            : spec.getSelector().getMatchLabels();
    if (labels.isEmpty()) {
      problems.add("AuthorizationPolicy selects no workloads: it would be the whole namespace's");
    }
    labels.forEach(
        (key, value) ->
            IstioRules.checkLabel("AuthorizationPolicy selector", key, value, problems));
    if (spec.getAction() != AuthorizationPolicyAction.ALLOW
        || spec.getActionDetail() != null
        || spec.getTargetRef() != null
        || !spec.getTargetRefs().isEmpty()) {
      problems.add("AuthorizationPolicy does more than let callers in");
    }
    if (spec.getRules().size() > MAX_RULES) {
      problems.add(
          "AuthorizationPolicy has %d rules, more than %d"
              .formatted(spec.getRules().size(), MAX_RULES));
    }
    spec.getRules().forEach(rule -> check(rule, problems));
  }

  private static void check(Rule rule, List<String> problems) {
    List<Condition> when = rule.getWhen();
    if (when.size() != 1
        || !"source.principal".equals(when.get(0).getKey())
        || when.get(0).getValues().isEmpty()
        || !when.get(0).getNotValues().isEmpty()) {
      problems.add("AuthorizationPolicy lets in callers of any trust domain");
    } else {
      when.get(0).getValues().forEach(value -> checkDomain(value, problems));
    }
    if (rule.getTo().size() != 1 || rule.getTo().get(0).getOperation() == null) {
      problems.add("AuthorizationPolicy has a rule for anything, or for several things");
    } else {
      check(rule.getTo().get(0).getOperation(), problems);
    }
    for (RuleFrom from : rule.getFrom()) {
      if (from.getSource() == null
          || from.getSource().getNamespaces().isEmpty()
              == from.getSource().getPrincipals().isEmpty()) {
        problems.add("AuthorizationPolicy has a source that is neither namespaces nor accounts");
      }
    }
  }

  private static void checkDomain(String value, List<String> problems) {
    boolean prefix = value.endsWith("/*");
    if (!prefix || Names.subdomainProblem(value.substring(0, value.length() - 2)).isPresent()) {
      problems.add("AuthorizationPolicy asks for '%s', which is no trust domain".formatted(value));
    }
  }

  private static void check(Operation operation, List<String> problems) {
    if (operation.getPorts().isEmpty()) {
      problems.add("AuthorizationPolicy has a rule for any port");
    }
    for (String port : operation.getPorts()) {
      if (!port.matches("[1-9][0-9]{0,4}")) {
        problems.add("AuthorizationPolicy has port '%s'".formatted(port));
      }
    }
    operation
        .getMethods()
        .forEach(
            method ->
                AccessGrant.methodProblem(method)
                    .ifPresent(problem -> problems.add("AuthorizationPolicy method " + problem)));
    operation
        .getPaths()
        .forEach(
            path ->
                AccessGrant.pathProblem(path)
                    .ifPresent(problem -> problems.add("AuthorizationPolicy path " + problem)));
  }
}
