package dev.portolan.agent.apply.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.translate.Marks;

/**
 * Takes over the whole spec of an object of ours. Server-side apply removes only what the same
 * manager applied before; a field that a user added, or that our own creation set, would stay for
 * ever. So before such an object is applied, its {@code managedFields} are rewritten as if our
 * apply had set everything in the spec (client-go's csaupgrade does the same). Pure.
 */
final class FieldOwnership {
  private static final String SPEC = "f:spec";

  private FieldOwnership() {}

  /** The managed fields of an object whose spec is all ours. */
  static ArrayNode claim(JsonNode managedFields, String apiVersion) {
    ArrayNode claimed = JsonNodeFactory.instance.arrayNode();
    ObjectNode ours = JsonNodeFactory.instance.objectNode();
    for (JsonNode entry : managedFields) {
      if (!entry.path("subresource").asText().isEmpty()) {
        claimed.add(entry);
      } else if (entry.path("manager").asText().equals(Marks.MANAGED_BY_AGENT)) {
        unite(ours, entry.path("fieldsV1"));
      } else {
        keepAllButSpec(entry, ours, claimed);
      }
    }
    claimed.insert(
        0,
        JsonNodeFactory.instance
            .objectNode()
            .put("manager", Marks.MANAGED_BY_AGENT)
            .put("operation", "Apply")
            .put("apiVersion", apiVersion)
            .put("fieldsType", "FieldsV1")
            .set("fieldsV1", ours));
    return claimed;
  }

  private static void keepAllButSpec(JsonNode entry, ObjectNode ours, ArrayNode claimed) {
    ObjectNode rest = entry.path("fieldsV1").isObject() ? entry.get("fieldsV1").deepCopy() : null;
    if (rest == null) {
      claimed.add(entry);
      return;
    }
    JsonNode spec = rest.remove(SPEC);
    if (spec != null) {
      unite(ours, JsonNodeFactory.instance.objectNode().set(SPEC, spec));
    }
    if (!rest.isEmpty()) {
      ObjectNode kept = entry.deepCopy();
      claimed.add(kept.set("fieldsV1", rest));
    }
  }

  /** A set of fields is a tree; its union is the tree with the branches of both. */
  private static void unite(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(
            branch -> {
              if (!into.has(branch.getKey())) {
                into.set(branch.getKey(), branch.getValue().deepCopy());
              } else if (into.get(branch.getKey()) instanceof ObjectNode present) {
                unite(present, branch.getValue());
              }
            });
  }
}
