package dev.portolan.source.config;

import dev.portolan.registry.Locality;
import dev.portolan.registry.Sorted;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import dev.portolan.source.mapping.MappingRules;
import dev.portolan.source.mapping.Selector;
import dev.portolan.source.mapping.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is imported, and as what. Kinds of sources differ in their defaults. */
final class MappingOptions {
  /**
   * What stands where the operator says nothing.
   *
   * @param notNames services that are not imported
   */
  record Defaults(String notNames, String namespace, String protocol, String locality) {}

  private static final Setting<List<String>> NAMES =
      Setting.of(
          "select.names",
          ValueType.listOf(ValueType.text()),
          "*",
          "Services that are imported, by name; * stands for any characters.");
  private final Setting<List<String>> notNames;
  private static final Setting<List<String>> TAGS =
      Setting.of(
          "select.tags",
          ValueType.listOf(ValueType.text()),
          "",
          "Tags that an instance must have, all of them.");
  private static final Setting<List<Map.Entry<String, String>>> METADATA =
      Setting.of(
          "select.metadata",
          ValueType.listOf(ValueType.of("KEY=VALUE", "key=value", MappingOptions::pair)),
          "",
          "Metadata that an instance must have; that of its node with keys that begin with node.");
  private final Setting<Template> namespace;
  private static final Setting<Template> NAME =
      rule("name", MappingRules.DEFAULT_NAME, "Name of the service; _ and . become -.");
  private static final Setting<Template> PORT =
      rule(
          "port",
          MappingRules.DEFAULT_PORT,
          "Port that clients of the host use; each instance is reached on its own.");
  private final Setting<Template> protocol;
  private static final Setting<Template> TLS =
      rule(
          "tls",
          MappingRules.DEFAULT_TLS,
          "DNS name in the certificate of an instance that takes TLS; the proxies of its clients begin it. Where it says nothing, the instance takes plain text.");
  private final Setting<Template> locality;
  private static final Setting<List<String>> LABELS =
      Setting.of(
          "mapping.labels",
          ValueType.listOf(ValueType.text()),
          "version",
          "Keys of metadata that become labels of endpoints, and of the service where all agree.");

  MappingOptions(Defaults defaults) {
    this.notNames =
        Setting.of(
            "select.not-names",
            ValueType.listOf(ValueType.text()),
            defaults.notNames(),
            "Services that are not, whatever else says so.");
    this.namespace = rule("namespace", defaults.namespace(), "Namespace of the service.");
    this.protocol =
        rule(
            "protocol",
            defaults.protocol(),
            "Protocol of the port, as Istio has it in port names: http, grpc, tcp and so on. Where it says nothing, proxies find out.");
    this.locality = rule("locality", defaults.locality(), "Region or region/zone of an instance.");
  }

  /** All of them, in the order in which help shows them. */
  List<Setting<?>> settings() {
    return List.of(
        NAMES, notNames, TAGS, METADATA, namespace, NAME, PORT, protocol, TLS, locality, LABELS);
  }

  private static Setting<Template> rule(String key, String fallback, String doc) {
    return Setting.of(
        "mapping." + key,
        ValueType.of(
            "RULE",
            "a rule of alternatives with variables, such as {meta.KEY}|{service}|text",
            Template::parse),
        fallback,
        doc);
  }

  /**
   * @param elsewhere locality of instances of which the rule says nothing
   */
  MappingRules of(Values values, Locality elsewhere) {
    Map<String, String> metadata = new TreeMap<>();
    values.get(METADATA).forEach(pair -> metadata.put(pair.getKey(), pair.getValue()));
    return new MappingRules(
        new Selector(
            values.get(NAMES),
            values.get(notNames),
            Sorted.set(values.get(TAGS)),
            Sorted.map(metadata)),
        values.get(namespace),
        values.get(NAME),
        values.get(PORT),
        values.get(protocol),
        values.get(TLS),
        values.get(locality),
        elsewhere,
        values.get(LABELS));
  }

  private static Optional<Map.Entry<String, String>> pair(String text) {
    int sign = text.indexOf('=');
    return sign < 1
        ? Optional.empty()
        : Optional.of(Map.entry(text.substring(0, sign), text.substring(sign + 1)));
  }
}
