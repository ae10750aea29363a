package dev.portolan.registry;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which of the members' services the other members see: those for which one of the three says so.
 * Nothing unless something is said.
 *
 * @param namespaces whose services are all exported; {@code *} means all but the system namespaces
 * @param services that are exported beside them, at most {@value #MAX_SELECTORS}
 * @param optIns how a service may ask for it itself
 */
public record ExportRules(
    SortedSet<String> namespaces, List<ExportSelector> services, SortedSet<OptIn> optIns) {
  /** Nobody sees anything of anybody. */
  public static final ExportRules NOTHING = ofNamespaces(Sorted.set(Set.of()));

  /** The label, or annotation, by which a service asks to be exported, if it is {@code true}. */
  public static final String LABEL = "portolan.dev/export";

  public static final int MAX_SELECTORS = 1000;

  public ExportRules {
    namespaces = Sorted.set(namespaces);
    services = List.copyOf(services);
    optIns = Collections.unmodifiableSortedSet(new TreeSet<>(optIns));
    if (services.size() > MAX_SELECTORS) {
      throw new IllegalArgumentException(
          services.size() + " selectors of services; at most " + MAX_SELECTORS + " are allowed");
    }
  }

  /** Whole namespaces and nothing else. */
  public static ExportRules ofNamespaces(SortedSet<String> namespaces) {
    return new ExportRules(namespaces, List.of(), Collections.emptySortedSet());
  }

  /** Whether every service of a namespace is exported, whatever it is. */
  public boolean wholly(String namespace) {
    return namespaces.contains(namespace)
        || (namespaces.contains("*") && !systemNamespace(namespace));
  }

  /** Whether a service is exported. */
  public boolean export(Service service) {
    return wholly(service.key().namespace())
        || services.stream().anyMatch(selector -> selector.selects(service))
        || asksForIt(service);
  }

  private boolean asksForIt(Service service) {
    return !systemNamespace(service.key().namespace()) && optIns.stream().anyMatch(service::asks);
  }

  static boolean systemNamespace(String namespace) {
    return namespace.startsWith("kube-") || namespace.equals("istio-system");
  }

  /** How a service may ask to be exported. */
  public enum OptIn {
    /** By its label {@link #LABEL}. */
    LABEL,
    /** By its annotation of the same key. */
    ANNOTATION,
    /** By a ServiceExport (multicluster.x-k8s.io) of its namespace and name. */
    SERVICE_EXPORT,
    /** In a way that a later version knows; it has no effect. */
    UNKNOWN;

    /** Whether the origin has to report it: labels are reported anyway. */
    public boolean requested() {
      return this == ANNOTATION || this == SERVICE_EXPORT;
    }
  }
}
