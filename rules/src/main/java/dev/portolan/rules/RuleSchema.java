package dev.portolan.rules;

import static dev.portolan.rules.SchemaTypes.exactlyOne;
import static dev.portolan.rules.SchemaTypes.host;
import static dev.portolan.rules.SchemaTypes.label;
import static dev.portolan.rules.SchemaTypes.list;
import static dev.portolan.rules.SchemaTypes.mapping;
import static dev.portolan.rules.SchemaTypes.number;
import static dev.portolan.rules.SchemaTypes.percent;
import static dev.portolan.rules.SchemaTypes.someOf;
import static dev.portolan.rules.SchemaTypes.text;
import static dev.portolan.rules.SchemaTypes.texts;
import static dev.portolan.rules.SchemaTypes.time;
import static dev.portolan.rules.SchemaTypes.words;

import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportSelector;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Service;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.VirtualMesh;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents of rules as a JSON Schema, for editors. Made of the fields that the readers know,
 * so that neither has one that the other lacks. It says less than they check: what several fields
 * have to say together is theirs. Pure.
 */
public final class RuleSchema {
  private static final String LABEL = SchemaTypes.LABEL;

  private RuleSchema() {}

  /** The schema of one document, whatever its kind. */
  public static Map<String, Object> tree() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Portolan rule");
    schema.put(
        "oneOf",
        List.of(
            document("VirtualMesh", virtualMesh()),
            document("FailoverPolicy", failover()),
            document("TrafficPolicy", traffic()),
            document("AccessPolicy", access())));
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

  private static Map<String, Object> virtualMesh() {
    return mapping(
        VirtualMeshDocument.FIELDS,
        Map.of(
            "members", list(label(), 1, VirtualMesh.MAX_MEMBERS),
            "suffix", text(LABEL + "(\\." + LABEL + ")*"),
            "exports", exports(),
            "imports",
                list(
                    mapping(
                        ImportsDocument.FIELDS,
                        Map.of(
                            "member",
                            label(),
                            "namespaces",
                            list(label(), 0, ImportRules.MAX_NAMESPACES)),
                        "member",
                        "namespaces"),
                    0,
                    VirtualMesh.MAX_MEMBERS),
            "hosts", hostRules(),
            "partition",
                mapping(
                    PartitionDocument.FIELDS,
                    Map.of(
                        "rule", words(PartitionRule.Action.class),
                        "grace", time(),
                        "services",
                            list(
                                mapping(
                                    PartitionDocument.SERVICE_FIELDS,
                                    Map.of(
                                        "service", host(),
                                        "rule", words(PartitionRule.Action.class),
                                        "grace", time()),
                                    "service",
                                    "rule"),
                                0,
                                HostRules.MAX_EXCEPTIONS))),
            "access", words(VirtualMesh.AccessDefault.class)),
        "members");
  }

  private static Map<String, Object> exports() {
    int most = ExportSelector.MAX_ENTRIES;
    return mapping(
        ExportsDocument.FIELDS,
        Map.of(
            "namespaces", list(text("\\*|" + LABEL), 0, VirtualMesh.MAX_EXPORTED_NAMESPACES),
            "services",
                list(
                    someOf(
                        mapping(
                            ExportsDocument.SELECTOR_FIELDS,
                            Map.of(
                                "namespaces", list(label(), 1, most),
                                "names", list(text("[-*a-z0-9]{1,63}"), 1, most),
                                "labels", texts(),
                                "origins", list(label(), 1, most))),
                        ExportsDocument.SELECTOR_FIELDS.stream().sorted().toList()),
                    0,
                    ExportRules.MAX_SELECTORS),
            "optIn", list(words(ExportRules.OptIn.class), 0, 10)));
  }

  private static Map<String, Object> hostRules() {
    return mapping(
        HostRulesDocument.FIELDS,
        Map.of(
            "mode", words(HostMode.class),
            "services",
                list(
                    mapping(
                        HostRulesDocument.SERVICE_FIELDS,
                        Map.of("service", host(), "mode", words(HostMode.class)),
                        "service",
                        "mode"),
                    0,
                    HostRules.MAX_EXCEPTIONS),
            "maxEndpoints", number(1, HostRules.MAX_ENDPOINTS),
            "overflow", words(HostRules.Overflow.class),
            "missingNamespace", words(HostRules.MissingNamespace.class)));
  }

  private static Map<String, Object> failover() {
    return someOf(
        mapping(
            FailoverPolicyDocument.FIELDS,
            Map.of(
                "virtualMesh", label(),
                "hosts", selectors(),
                "tiers", list(tier(), 1, FailoverPolicy.MAX_TIERS),
                "rest", words(FailoverPolicy.Rest.class),
                "outlierDetection",
                    mapping(
                        FailoverPolicyDocument.OUTLIER_FIELDS,
                        Map.of(
                            "consecutiveErrors", number(1, OutlierRule.MAX_ERRORS),
                            "interval", time(),
                            "baseEjectionTime", time(),
                            "maxEjectionPercent", number(1, 100))),
                "partition",
                    mapping(
                        PartitionDocument.RULE_FIELDS,
                        Map.of("rule", words(PartitionRule.Action.class), "grace", time()),
                        "rule")),
            "virtualMesh",
            "hosts"),
        List.of("tiers", "partition"));
  }

  private static Map<String, Object> tier() {
    int most = FailoverTier.MAX_NAMES;
    return exactlyOne(
        mapping(
            FailoverTierDocument.FIELDS,
            Map.of(
                "near", words(FailoverTier.Distance.class),
                "clusters", list(label(), 1, most),
                "regions", list(Map.of("type", "string"), 1, most),
                "weighted",
                    list(
                        mapping(
                            FailoverTierDocument.SHARE_FIELDS,
                            Map.of(
                                "cluster", label(), "weight", number(1, FailoverTier.MAX_WEIGHT)),
                            "cluster",
                            "weight"),
                        1,
                        most))),
        FailoverTierDocument.FIELDS.stream().sorted().toList());
  }

  private static Map<String, Object> selectors() {
    return list(text("\\*|" + LABEL + "/(\\*|" + LABEL + ")"), 1, Policy.MAX_SELECTORS);
  }

  private static Map<String, Object> traffic() {
    return mapping(
        TrafficPolicyDocument.FIELDS,
        Map.of(
            "virtualMesh", label(),
            "hosts", selectors(),
            "split",
                list(
                    exactlyOne(
                        mapping(
                            TrafficTargetDocument.BRANCH_FIELDS,
                            Map.of(
                                "cluster", label(),
                                "host", host(),
                                "weight", number(1, TrafficSplit.MAX_WEIGHT)),
                            "weight"),
                        List.of("cluster", "host")),
                    1,
                    TrafficSplit.MAX_BRANCHES),
            "mirror",
                exactlyOne(
                    mapping(
                        TrafficPolicyDocument.MIRROR_FIELDS,
                        Map.of("cluster", label(), "host", host(), "percent", percent())),
                    List.of("cluster", "host")),
            "retries",
                mapping(
                    TrafficPolicyDocument.RETRY_FIELDS,
                    Map.of(
                        "attempts", number(0, TrafficRetries.MAX_ATTEMPTS),
                        "perTryTimeout", time(),
                        "on",
                            list(
                                Map.of(
                                    "enum", TrafficRetries.CONDITIONS.stream().sorted().toList()),
                                0,
                                TrafficRetries.CONDITIONS.size()),
                        "otherLocalities", Map.of("type", "boolean")),
                    "attempts"),
            "timeout", time(),
            "fault",
                someOf(
                    mapping(
                        TrafficPolicyDocument.FAULT_FIELDS,
                        Map.of(
                            "delay",
                                mapping(
                                    TrafficPolicyDocument.DELAY_FIELDS,
                                    Map.of("time", time(), "percent", percent()),
                                    "time"),
                            "abort",
                                mapping(
                                    TrafficPolicyDocument.ABORT_FIELDS,
                                    Map.of("status", number(200, 599), "percent", percent()),
                                    "status"))),
                    List.of("abort", "delay")),
            "headers",
                mapping(
                    TrafficHeadersDocument.FIELDS,
                    Map.of("request", headers(), "response", headers())),
            "sticky", sticky()),
        "virtualMesh",
        "hosts");
  }

  private static Map<String, Object> headers() {
    return mapping(
        TrafficHeadersDocument.CHANGE_FIELDS,
        Map.of(
            "set", texts(),
            "add", texts(),
            "remove", list(Map.of("type", "string"), 0, HeaderChanges.MAX_NAMES)));
  }

  private static Map<String, Object> sticky() {
    Map<String, Object> name = Map.of("type", "string", "minLength", 1);
    return exactlyOne(
        mapping(
            TrafficStickyDocument.FIELDS,
            Map.of(
                "header",
                name,
                "query",
                name,
                "source",
                Map.of("const", true),
                "cookie",
                mapping(
                    TrafficStickyDocument.COOKIE_FIELDS,
                    Map.of("name", name, "ttl", time()),
                    "name"))),
        TrafficStickyDocument.FIELDS.stream().sorted().toList());
  }

  private static Map<String, Object> access() {
    Set<String> caller = AccessPolicyDocument.CALLER_FIELDS;
    return mapping(
        AccessPolicyDocument.FIELDS,
        Map.of(
            "virtualMesh", label(),
            "hosts", selectors(),
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
                                                "cluster", text("\\*|" + LABEL),
                                                "namespace", label(),
                                                "serviceAccount",
                                                    text(LABEL + "(\\." + LABEL + ")*"))),
                                        List.of("cluster", "namespace")),
                                    1,
                                    AccessGrant.MAX_CALLERS),
                            "ports", list(number(1, 65_535), 1, Service.MAX_PORTS),
                            "methods", list(Map.of("type", "string"), 1, AccessGrant.MAX_METHODS),
                            "paths", list(Map.of("type", "string"), 1, AccessGrant.MAX_PATHS)),
                        "from"))),
        "virtualMesh",
        "hosts",
        "allow");
  }
}
