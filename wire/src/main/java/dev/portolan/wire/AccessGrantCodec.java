package dev.portolan.wire;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import dev.portolan.registry.Sorted;
import dev.portolan.v1.AccessCondition;
import dev.portolan.v1.AccessCondition.ConditionCase;
import dev.portolan.v1.AccessMethods;
import dev.portolan.v1.AccessPaths;
import dev.portolan.v1.AccessPorts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an access policy grants to some callers. */
final class AccessGrantCodec {
  private static final String ANY = "*";
  private static final int MAX_CONDITIONS = 32;

  private AccessGrantCodec() {}

  static dev.portolan.v1.AccessGrant encode(AccessGrant grant) {
    dev.portolan.v1.AccessGrant.Builder message = dev.portolan.v1.AccessGrant.newBuilder();
    grant.from().forEach(caller -> message.addFrom(encode(caller)));
    if (!grant.ports().isEmpty()) {
      message.addConditionsBuilder().setPorts(AccessPorts.newBuilder().addAllPorts(grant.ports()));
    }
    if (!grant.methods().isEmpty()) {
      message
          .addConditionsBuilder()
          .setMethods(AccessMethods.newBuilder().addAllMethods(grant.methods()));
    }
    if (!grant.paths().isEmpty()) {
      message.addConditionsBuilder().setPaths(AccessPaths.newBuilder().addAllPaths(grant.paths()));
    }
    if (grant.unknown()) {
      message.addConditions(AccessCondition.getDefaultInstance());
    }
    return message.build();
  }

  private static dev.portolan.v1.AccessCaller encode(AccessCaller caller) {
    return dev.portolan.v1.AccessCaller.newBuilder()
        .setCluster(caller.cluster().map(OriginId::value).orElse(ANY))
        .setNamespace(caller.namespace().orElse(""))
        .setServiceAccount(caller.account().orElse(""))
        .build();
  }

  static Optional<AccessGrant> decode(dev.portolan.v1.AccessGrant message, Violations at) {
    int before = at.count();
    SortedSet<AccessCaller> from = callers(message.getFromList(), at);
    SortedSet<Integer> ports = new TreeSet<>();
    List<String> methods = List.of();
    List<String> paths = List.of();
    boolean unknown = false;
    Set<ConditionCase> seen = EnumSet.noneOf(ConditionCase.class);
    if (TextRules.within("conditions", message.getConditionsCount(), MAX_CONDITIONS, at)) {
      for (int i = 0; i < message.getConditionsCount(); i++) {
        AccessCondition condition = message.getConditions(i);
        Violations element = at.at("conditions", i);
        ConditionCase kind = condition.getConditionCase();
        if (kind != ConditionCase.CONDITION_NOT_SET && !seen.add(kind)) {
          element.add("is the second condition of its kind");
        }
        switch (kind) {
          case PORTS -> ports = ports(condition.getPorts().getPortsList(), element.at("ports"));
          case METHODS -> {
            methods = condition.getMethods().getMethodsList();
            checkTexts("methods", methods, AccessGrant.MAX_METHODS, element.at("methods"));
          }
          case PATHS -> {
            paths = condition.getPaths().getPathsList();
            checkTexts("paths", paths, AccessGrant.MAX_PATHS, element.at("paths"));
          }
          case CONDITION_NOT_SET -> unknown = true;
        }
      }
    }
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new AccessGrant(from, ports, Sorted.set(methods), Sorted.set(paths), unknown));
  }

  private static SortedSet<AccessCaller> callers(
      List<dev.portolan.v1.AccessCaller> messages, Violations at) {
    SortedSet<AccessCaller> callers = new TreeSet<>();
    if (messages.isEmpty()) {
      at.add("from", "is empty; at least one caller is required");
    }
    if (!TextRules.within("from", messages.size(), AccessGrant.MAX_CALLERS, at)) {
      return callers;
    }
    for (int i = 0; i < messages.size(); i++) {
      Violations element = at.at("from", i);
      Optional<AccessCaller> caller = caller(messages.get(i), element);
      if (caller.isPresent() && !callers.add(caller.get())) {
        element.add("repeats an earlier element");
      }
    }
    return callers;
  }

  private static Optional<AccessCaller> caller(
      dev.portolan.v1.AccessCaller message, Violations at) {
    int before = at.count();
    String cluster = message.getCluster();
    String namespace = message.getNamespace();
    String account = message.getServiceAccount();
    if (!cluster.equals(ANY)) {
      at.check("cluster", Names.labelProblem(cluster));
    }
    if (!namespace.isEmpty()) {
      at.check("namespace", Names.labelProblem(namespace));
    }
    if (!account.isEmpty()) {
      at.check("service_account", Names.subdomainProblem(account));
      if (namespace.isEmpty()) {
        at.add("namespace", "is empty; a service account needs its namespace");
      }
    }
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new AccessCaller(
                cluster.equals(ANY) ? Optional.empty() : Optional.of(new OriginId(cluster)),
                said(namespace),
                said(account)));
  }

  private static Optional<String> said(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static SortedSet<Integer> ports(List<Integer> numbers, Violations at) {
    SortedSet<Integer> ports = new TreeSet<>();
    if (numbers.isEmpty()) {
      at.add("ports", "is empty; leave the condition out");
    }
    if (!TextRules.within("ports", numbers.size(), Service.MAX_PORTS, at)) {
      return ports;
    }
    for (int i = 0; i < numbers.size(); i++) {
      Violations element = at.at("ports", i);
      long number = Integer.toUnsignedLong(numbers.get(i));
      Optional<String> problem = Names.portProblem(number);
      problem.ifPresent(element::add);
      if (problem.isEmpty() && !ports.add((int) number)) {
        element.add("repeats an earlier element");
      }
    }
    return ports;
  }

  private static void checkTexts(String field, List<String> texts, int max, Violations at) {
    if (texts.isEmpty()) {
      at.add(field, "is empty; leave the condition out");
    }
    TextRules.checkEach(
        field,
        texts,
        max,
        field.equals("paths") ? AccessGrant::pathProblem : AccessGrant::methodProblem,
        at);
  }
}
