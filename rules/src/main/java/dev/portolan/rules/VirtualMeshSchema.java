package dev.portolan.rules;

import static dev.portolan.rules.SchemaTypes.host;
import static dev.portolan.rules.SchemaTypes.label;
import static dev.portolan.rules.SchemaTypes.list;
import static dev.portolan.rules.SchemaTypes.mapping;
import static dev.portolan.rules.SchemaTypes.number;
import static dev.portolan.rules.SchemaTypes.someOf;
import static dev.portolan.rules.SchemaTypes.text;
import static dev.portolan.rules.SchemaTypes.texts;
import static dev.portolan.rules.SchemaTypes.time;
import static dev.portolan.rules.SchemaTypes.words;

import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportSelector;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.VirtualMesh;
import java.util.Map;

/** The schema of a virtual mesh, see {@link RuleSchema}. Pure. */
final class VirtualMeshSchema {
  private VirtualMeshSchema() {}

  static Map<String, Object> spec() {
    return mapping(
        VirtualMeshDocument.FIELDS,
        Map.of(
            "members", list(label(), 1, VirtualMesh.MAX_MEMBERS),
            "suffix", text(SchemaTypes.LABEL + "(\\." + SchemaTypes.LABEL + ")*"),
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
            "access", words(VirtualMesh.AccessDefault.class),
            "trust", words(VirtualMesh.TrustRule.class)),
        "members");
  }

  private static Map<String, Object> exports() {
    int most = ExportSelector.MAX_ENTRIES;
    return mapping(
        ExportsDocument.FIELDS,
        Map.of(
            "namespaces",
                list(text("\\*|" + SchemaTypes.LABEL), 0, VirtualMesh.MAX_EXPORTED_NAMESPACES),
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
}
