package dev.portolan.world;

import io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicyAction;
import io.fabric8.istio.api.api.security.v1beta1.Operation;
import io.fabric8.istio.api.api.security.v1beta1.Rule;
import io.fabric8.istio.api.api.security.v1beta1.Source;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** Whom an AuthorizationPolicy lets in, as Istio documents it. */
record EnforcedAccess(AuthorizationPolicy object) {
  static final String KIND = "AuthorizationPolicy";

  static EnforcedAccess of(String text) {
    return new EnforcedAccess(Serialization.unmarshal(text, AuthorizationPolicy.class));
  }

  boolean lets(Call call) {
    return object.getSpec().getAction() == AuthorizationPolicyAction.ALLOW
        && object.getSpec().getRules().stream().anyMatch(rule -> lets(rule, call));
  }

  private static boolean lets(Rule rule, Call call) {
    boolean from =
        rule.getFrom().isEmpty()
            || rule.getFrom().stream().anyMatch(each -> is(each.getSource(), call));
    boolean to =
        rule.getTo().isEmpty()
            || rule.getTo().stream().anyMatch(each -> reaches(each.getOperation(), call));
    return from
        && to
        && rule.getWhen().stream()
            .allMatch(
                condition ->
                    condition.getKey().equals("source.principal")
                        && condition.getNotValues().isEmpty()
                        && anyMatches(condition.getValues(), call.principal()));
  }

  private static boolean is(Source source, Call call) {
    return anyMatches(source.getNamespaces(), call.namespace())
        && anyMatches(source.getPrincipals(), call.principal());
  }

  private static boolean reaches(Operation operation, Call call) {
    return anyMatches(operation.getPorts(), String.valueOf(call.port()))
        && anyMatches(operation.getMethods(), call.method())
        && anyMatches(operation.getPaths(), call.path());
  }

  // What is not said matches.
  private static boolean anyMatches(List<String> patterns, String value) {
    return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, value));
  }

  private static boolean matches(String pattern, String value) {
    if (pattern.startsWith("*")) {
      return value.endsWith(pattern.substring(1));
    }
    return pattern.endsWith("*")
        ? value.startsWith(pattern.substring(0, pattern.length() - 1))
        : value.equals(pattern);
  }
}
