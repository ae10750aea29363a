package dev.portolan.rules;

import static dev.portolan.rules.SchemaTypes.label;
import static dev.portolan.rules.SchemaTypes.list;
import static dev.portolan.rules.SchemaTypes.mapping;
import static dev.portolan.rules.SchemaTypes.number;
import static dev.portolan.rules.SchemaTypes.someOf;
import static dev.portolan.rules.SchemaTypes.text;

import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schema of an access policy, see {@link RuleSchema}. Pure. */
final class AccessPolicySchema {
  private AccessPolicySchema() {}

  static Map<String, Object> spec() {
    Set<String> caller = AccessPolicyDocument.CALLER_FIELDS;
    return mapping(
        AccessPolicyDocument.FIELDS,
        PolicySchema.types(
            Map.of(
                "allow",
                Map.of(
                    "type",
                    "array",
                    "items",
                    mapping(
                        AccessPolicyDocument.GRANT_FIELDS,
                        Map.of(
                            "from",
                                list(
                                    someOf(
                                        mapping(
                                            caller,
                                            Map.of(
                                                "cluster", text("\\*|" + SchemaTypes.LABEL),
                                                "namespace", label(),
                                                "serviceAccount",
                                                    text(
                                                        SchemaTypes.LABEL
                                                            + "(\\."
                                                            + SchemaTypes.LABEL
                                                            + ")*"))),
                                        List.of("cluster", "namespace")),
                                    1,
                                    AccessGrant.MAX_CALLERS),
                            "ports", list(number(1, 65_535), 1, Service.MAX_PORTS),
                            "methods", list(Map.of("type", "string"), 1, AccessGrant.MAX_METHODS),
                            "paths", list(Map.of("type", "string"), 1, AccessGrant.MAX_PATHS)),
                        "from")))),
        "virtualMesh",
        "hosts",
        "allow");
  }
}
