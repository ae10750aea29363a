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

import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import java.util.List;
import java.util.Map;

/** The schema of a traffic policy, see {@link RuleSchema}. Pure. */
final class TrafficPolicySchema {
  private TrafficPolicySchema() {}

  static Map<String, Object> spec() {
    return mapping(
        TrafficPolicyDocument.FIELDS,
        PolicySchema.types(
            Map.of(
                "matches", matches(),
                "split", split(),
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
                                        "enum",
                                        TrafficRetries.CONDITIONS.stream().sorted().toList()),
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
                "sticky", sticky())),
        "virtualMesh",
        "hosts");
  }

  private static Map<String, Object> split() {
    return list(
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
        TrafficSplit.MAX_BRANCHES);
  }

  private static Map<String, Object> matches() {
    Map<String, Object> text = Map.of("type", "string", "minLength", 1);
    return list(
        someOf(
            mapping(
                TrafficMatchesDocument.CASE_FIELDS,
                Map.of(
                    "headers",
                    SchemaTypes.byName(
                        exactlyOne(
                            mapping(
                                TrafficMatchesDocument.HEADER_FIELDS,
                                Map.of(
                                    "exact",
                                    text,
                                    "prefix",
                                    text,
                                    "present",
                                    Map.of("const", true))),
                            TrafficMatchesDocument.HEADER_FIELDS.stream().sorted().toList()),
                        RequestMatch.MAX_HEADERS),
                    "methods",
                    list(text("[A-Z]{1,20}"), 1, RequestMatch.MAX_METHODS),
                    "paths",
                    list(text("/.*"), 1, RequestMatch.MAX_PATHS),
                    "split",
                    split()),
                "split"),
            TrafficMatchesDocument.CONDITIONS),
        1,
        TrafficMatches.MAX_CASES);
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
}
