package dev.portolan.source.mapping;

import dev.portolan.registry.Locality;
import java.util.List;

/**
 * How instances become services of ours.
 *
 * @param namespace of the service
 * @param name of the service
 * @param port number of the service's port; each instance is still reached on its own
 * @param protocol that the port speaks, as Istio names it in port names
 * @param tls DNS name in the certificate of an instance that takes TLS; clients' proxies begin it
 * @param locality {@code region} or {@code region/zone} of the instance
 * @param elsewhere locality of instances of which the rule says nothing
 * @param labels keys of metadata that become labels of endpoints, and of the service where all
 *     instances agree
 */
public record MappingRules(
    Selector selector,
    Template namespace,
    Template name,
    Template port,
    Template protocol,
    Template tls,
    Template locality,
    Locality elsewhere,
    List<String> labels) {
  public static final String DEFAULT_NAMESPACE = "{meta.namespace}|consul";
  public static final String DEFAULT_NAME = "{meta.name}|{service}";
  public static final String DEFAULT_PORT = "{meta.service-port}|{port}";
  public static final String DEFAULT_PROTOCOL = "{meta.protocol}|{tag.protocol}";

  /** Nobody takes TLS that proxies begin. */
  public static final String DEFAULT_TLS = "";

  public static final String DEFAULT_LOCALITY = "{node.region}/{node.zone}|{node.region}";

  /** Everything, by the default rules. */
  public static final MappingRules DEFAULT =
      new MappingRules(
          Selector.all(),
          Template.of(DEFAULT_NAMESPACE),
          Template.of(DEFAULT_NAME),
          Template.of(DEFAULT_PORT),
          Template.of(DEFAULT_PROTOCOL),
          Template.of(DEFAULT_TLS),
          Template.of(DEFAULT_LOCALITY),
          Locality.UNKNOWN,
          List.of());

  public MappingRules {
    labels = List.copyOf(labels);
  }
}
