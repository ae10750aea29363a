package dev.portolan.source.mapping;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ServiceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Maps the instances of one foreign service at a time. Pure; safe for use by many threads. */
public final class ServiceMapping {
  private final OriginId origin;
  private final MappingRules rules;

  public ServiceMapping(OriginId origin, MappingRules rules) {
    this.origin = origin;
    this.rules = rules;
  }

  /** Whether instances of a service may be imported, as far as its name and tags say it. */
  public boolean mayHave(String service, Collection<String> tagsOfAny) {
    return rules.selector().mayHave(service, tagsOfAny);
  }

  /** Whether instances of a service may be imported, as far as its name says it. */
  public boolean mayHave(String service) {
    return rules.selector().mayHave(service);
  }

  /** What the instances come to, in whatever order they are given. */
  public Mapped map(String service, Collection<Instance> instances) {
    MappingFindings findings = new MappingFindings();
    SortedMap<ServiceKey, List<Instance>> groups = new TreeMap<>();
    instances.stream()
        .filter(rules.selector()::selects)
        .sorted(Comparator.comparing(Instance::id))
        .forEach(
            instance ->
                key(instance, findings)
                    .ifPresent(
                        key ->
                            groups
                                .computeIfAbsent(key, absent -> new ArrayList<>())
                                .add(instance)));
    SortedMap<ServiceKey, MappedService> services = new TreeMap<>();
    groups.forEach(
        (key, members) ->
            new GroupMapping(rules, key, service, members, findings)
                .map()
                .ifPresent(mapped -> services.put(key, mapped)));
    return new Mapped(services, findings.build());
  }

  private Optional<ServiceKey> key(Instance instance, MappingFindings findings) {
    Optional<String> namespace = label("namespace", rules.namespace(), instance, findings);
    Optional<String> name = label("name", rules.name(), instance, findings);
    return namespace.isPresent() && name.isPresent()
        ? Optional.of(new ServiceKey(origin, namespace.get(), name.get()))
        : Optional.empty();
  }

  // Registries take names that DNS does not: what has an obvious spelling gets it.
  private Optional<String> label(
      String what, Template rule, Instance instance, MappingFindings findings) {
    Optional<String> label =
        rule.apply(instance)
            .map(text -> text.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-'));
    Optional<String> problem =
        label.isEmpty()
            ? Optional.of("says nothing of it")
            : Names.labelProblem(label.get()).map(wrong -> "gives one that " + wrong);
    problem.ifPresent(
        wrong ->
            findings.add(
                FindingCode.SERVICE_NOT_MAPPED,
                subject(instance.service()),
                "instance %s is not imported: the rule for its %s (%s) %s"
                    .formatted(Untrusted.text(instance.id()), what, rule, wrong)));
    return problem.isPresent() ? Optional.empty() : label;
  }

  private String subject(String service) {
    return "source/%s/%s".formatted(origin, Untrusted.text(service));
  }
}
