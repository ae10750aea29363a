package dev.portolan.rules;

import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Percent;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Traffic policies as {@link RuleTree} has them. Pure. */
final class TrafficTree {
  private TrafficTree() {}

  static Map<String, Object> spec(TrafficPolicy policy) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("virtualMesh", policy.mesh().name());
    spec.put("hosts", policy.hosts().stream().map(HostSelector::toString).toList());
    policy.parts().forEach(part -> spec.put(part.kind().word(), tree(part)));
    return spec;
  }

  private static Object tree(TrafficPart part) {
    if (part instanceof TrafficSplit split) {
      return split.branches().stream().map(TrafficTree::branch).toList();
    }
    if (part instanceof TrafficMatches matches) {
      return matches.cases().stream().map(TrafficTree::matched).toList();
    }
    if (part instanceof TrafficMirror mirror) {
      Map<String, Object> tree = target(mirror.target());
      tree.put("percent", percent(mirror.percent()));
      return tree;
    }
    if (part instanceof TrafficRetries retries) {
      return retries(retries);
    }
    if (part instanceof TrafficTimeout timeout) {
      return YamlTimes.text(timeout.time());
    }
    if (part instanceof TrafficFault fault) {
      return fault(fault);
    }
    if (part instanceof TrafficHeaders headers) {
      Map<String, Object> tree = new LinkedHashMap<>();
      putChanges(tree, "request", headers.request());
      putChanges(tree, "response", headers.response());
      return tree;
    }
    return part instanceof TrafficSticky sticky ? sticky(sticky) : "needs a newer portolan";
  }

  private static Object percent(Percent percent) {
    return percent.hundredths() % 100 == 0
        ? (Object) (percent.hundredths() / 100)
        : (Object) percent.value();
  }

  private static Map<String, Object> branch(TrafficSplit.Branch branch) {
    Map<String, Object> tree = target(branch.target());
    tree.put("weight", branch.weight());
    return tree;
  }

  private static Map<String, Object> matched(TrafficMatches.Case each) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Object> headers = new LinkedHashMap<>();
    each.match()
        .headers()
        .forEach(
            (name, header) ->
                headers.put(
                    name,
                    Map.of(
                        header.by().word(),
                        header.by() == HeaderMatch.By.PRESENT ? (Object) true : header.value())));
    if (!headers.isEmpty()) {
      tree.put("headers", headers);
    }
    if (!each.match().methods().isEmpty()) {
      tree.put("methods", List.copyOf(each.match().methods()));
    }
    if (!each.match().paths().isEmpty()) {
      tree.put("paths", List.copyOf(each.match().paths()));
    }
    tree.put("split", each.split().branches().stream().map(TrafficTree::branch).toList());
    return tree;
  }

  private static Map<String, Object> target(TrafficTarget target) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (target instanceof TrafficTarget.InCluster in) {
      tree.put("cluster", in.cluster().value());
    } else if (target instanceof TrafficTarget.OtherHost other) {
      tree.put("host", other.host().toString());
    }
    return tree;
  }

  private static Map<String, Object> retries(TrafficRetries retries) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("attempts", retries.attempts());
    retries.perTry().ifPresent(time -> tree.put("perTryTimeout", YamlTimes.text(time)));
    if (!retries.on().isEmpty()) {
      tree.put("on", List.copyOf(retries.on()));
    }
    if (retries.otherLocalities()) {
      tree.put("otherLocalities", true);
    }
    return tree;
  }

  private static Map<String, Object> fault(TrafficFault fault) {
    Map<String, Object> tree = new LinkedHashMap<>();
    fault
        .delay()
        .ifPresent(
            delay -> {
              Map<String, Object> said = new LinkedHashMap<>();
              said.put("time", YamlTimes.text(delay.time()));
              said.put("percent", percent(delay.percent()));
              tree.put("delay", said);
            });
    fault
        .abort()
        .ifPresent(
            abort -> {
              Map<String, Object> said = new LinkedHashMap<>();
              said.put("status", abort.status());
              said.put("percent", percent(abort.percent()));
              tree.put("abort", said);
            });
    return tree;
  }

  private static void putChanges(Map<String, Object> tree, String of, HeaderChanges changes) {
    if (changes.isEmpty()) {
      return;
    }
    Map<String, Object> said = new LinkedHashMap<>();
    if (!changes.set().isEmpty()) {
      said.put("set", new LinkedHashMap<>(changes.set()));
    }
    if (!changes.add().isEmpty()) {
      said.put("add", new LinkedHashMap<>(changes.add()));
    }
    if (!changes.remove().isEmpty()) {
      said.put("remove", new ArrayList<>(changes.remove()));
    }
    tree.put(of, said);
  }

  private static Map<String, Object> sticky(TrafficSticky sticky) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (sticky.by()) {
      case SOURCE -> tree.put("source", true);
      case COOKIE -> {
        Map<String, Object> cookie = new LinkedHashMap<>();
        cookie.put("name", sticky.name());
        sticky.ttl().ifPresent(time -> cookie.put("ttl", YamlTimes.text(time)));
        tree.put("cookie", cookie);
      }
      case HEADER, QUERY -> tree.put(sticky.by().name().toLowerCase(Locale.ROOT), sticky.name());
    }
    return tree;
  }
}
