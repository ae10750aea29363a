package dev.portolan.rules;

import static dev.portolan.rules.SchemaTypes.label;
import static dev.portolan.rules.SchemaTypes.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents of rules as a JSON Schema, for editors. Made of the fields that the readers know,
 * so that neither has one that the other lacks. It says less than they check: what several fields
 * have to say together is theirs. Pure.
 */
public final class RuleSchema {
  private RuleSchema() {}

  /** The schema of one document, whatever its kind. */
  public static Map<String, Object> tree() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Portolan rule");
    schema.put(
        "oneOf",
        List.of(
            document("VirtualMesh", VirtualMeshSchema.spec()),
            document("FailoverPolicy", FailoverPolicySchema.spec()),
            document("TrafficPolicy", TrafficPolicySchema.spec()),
            document("AccessPolicy", AccessPolicySchema.spec())));
    return SchemaTypes.sorted(schema);
  }

  private static Map<String, Object> document(String kind, Map<String, Object> spec) {
    return mapping(
        RuleDocument.FIELDS,
        Map.of(
            "apiVersion", Map.of("const", RuleDocument.API_VERSION),
            "kind", Map.of("const", kind),
            "metadata",
                mapping(
                    RuleDocument.METADATA_FIELDS,
                    Map.of("name", label(), "etag", Map.of("type", "string")),
                    "name"),
            "spec", spec,
            "status", Map.of()),
        "apiVersion",
        "kind",
        "metadata",
        "spec");
  }
}
