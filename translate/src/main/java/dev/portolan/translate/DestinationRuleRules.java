package dev.portolan.translate;

import dev.portolan.registry.Names;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettings;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettingsTLSmode;
import io.fabric8.istio.api.api.networking.v1alpha3.DestinationRule;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettings;
import io.fabric8.istio.api.api.networking.v1alpha3.LocalityLoadBalancerSetting;
import io.fabric8.istio.api.api.networking.v1alpha3.OutlierDetection;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntry;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryLocation;
import io.fabric8.istio.api.api.networking.v1alpha3.ServicePort;
import io.fabric8.istio.api.api.networking.v1alpha3.Subset;
import io.fabric8.istio.api.api.networking.v1alpha3.TrafficPolicyPortTrafficPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The DestinationRule's share of {@link IstioRules}, alone and together with its ServiceEntry. */
final class DestinationRuleRules {
  private DestinationRuleRules() {}

  static void check(HostObjects objects, List<String> problems) {
    DestinationRule rule = objects.destinationRule().getSpec();
    ServiceEntry entry = objects.serviceEntry().getSpec();
    if (!entry.getHosts().contains(rule.getHost())) {
      problems.add(
          "DestinationRule is for " + rule.getHost() + ", not for the ServiceEntry's host");
    }
    if (!objects
        .serviceEntry()
        .getMetadata()
        .getNamespace()
        .equals(objects.destinationRule().getMetadata().getNamespace())) {
      problems.add("ServiceEntry and DestinationRule are in different namespaces");
    }
    IstioRules.checkExportTo("DestinationRule", rule.getExportTo(), problems);
    checkSubsets(objects, rule.getSubsets(), problems);
    if (rule.getTrafficPolicy() == null) {
      problems.add("DestinationRule has no trafficPolicy");
      return;
    }
    checkFailover(
        "DestinationRule",
        rule.getTrafficPolicy().getLoadBalancer(),
        rule.getTrafficPolicy().getOutlierDetection(),
        problems);
    checkPorts(objects, rule.getTrafficPolicy().getPortLevelSettings(), problems);
    if (rule.getTrafficPolicy().getTls() != null) {
      BegunTlsRules.check(objects, rule.getTrafficPolicy(), problems);
    }
  }

  // Each costs every proxy a cluster.
  private static void checkSubsets(
      HostObjects objects, List<Subset> subsets, List<String> problems) {
    if (!subsets.isEmpty() && objects.virtualService().isEmpty()) {
      problems.add("DestinationRule has subsets that nothing asks for");
    }
    IstioRules.duplicate(subsets.stream().map(Subset::getName).toList())
        .ifPresent(name -> problems.add("DestinationRule has subset " + name + " twice"));
    for (Subset subset : subsets) {
      String name = subset.getName() == null ? "" : subset.getName();
      Names.labelProblem(name)
          .ifPresent(problem -> problems.add("DestinationRule subset " + problem));
      if (!subset.getLabels().equals(Map.of(Marks.CLUSTER, name))) {
        problems.add("DestinationRule subset %s is not what a cluster offers".formatted(name));
      }
    }
  }

  private static void checkFailover(
      String what,
      @Nullable LoadBalancerSettings balancer,
      @Nullable OutlierDetection outlier,
      List<String> problems) {
    LocalityLoadBalancerSetting locality =
        balancer == null ? null : balancer.getLocalityLbSetting();
    if (locality == null || locality.getFailoverPriority().isEmpty()) {
      problems.add(what + " has no failoverPriority: tiers would be one");
      return;
    }
    if (outlier == null) {
      problems.add(what + " has no outlierDetection, so Istio ignores failoverPriority");
    }
    if (!locality.getFailover().isEmpty() || !locality.getDistribute().isEmpty()) {
      problems.add(what + " has failover or distribute beside failoverPriority");
    }
    IstioRules.duplicate(locality.getFailoverPriority())
        .ifPresent(key -> problems.add(what + " has failoverPriority " + key + " twice"));
  }

  private static void checkPorts(
      HostObjects objects, List<TrafficPolicyPortTrafficPolicy> settings, List<String> problems) {
    if (settings.isEmpty()) {
      return;
    }
    Set<Long> offered =
        objects.serviceEntry().getSpec().getPorts().stream()
            .map(ServicePort::getNumber)
            .collect(Collectors.toCollection(TreeSet::new));
    if (entryIsExternal(objects)) {
      problems.add("DestinationRule demands mesh mTLS of a MESH_EXTERNAL host");
    }
    List<Long> set = settings.stream().map(port -> port.getPort().getNumber()).sorted().toList();
    if (!set.equals(List.copyOf(offered))) {
      problems.add("DestinationRule sets ports " + set + " where the host has " + offered);
    }
    for (TrafficPolicyPortTrafficPolicy port : settings) {
      String what = "DestinationRule port " + port.getPort().getNumber();
      checkFailover(what, port.getLoadBalancer(), port.getOutlierDetection(), problems);
      checkTls(what, port.getTls(), problems);
    }
    objects.serviceEntries().stream()
        .flatMap(entry -> entry.getSpec().getEndpoints().stream())
        .filter(endpoint -> !"istio".equals(endpoint.getLabels().get(Marks.TLS_MODE)))
        .forEach(
            endpoint ->
                problems.add(
                    "endpoint "
                        + endpoint.getAddress()
                        + " speaks no mTLS, which the rule demands"));
  }

  private static boolean entryIsExternal(HostObjects objects) {
    return objects.serviceEntry().getSpec().getLocation() == ServiceEntryLocation.MESH_EXTERNAL;
  }

  private static void checkTls(
      String what, @Nullable ClientTLSSettings tls, List<String> problems) {
    if (tls == null || tls.getMode() != ClientTLSSettingsTLSmode.ISTIO_MUTUAL) {
      problems.add(what + " is not ISTIO_MUTUAL");
    } else if (tls.getSni() == null || !tls.getSni().startsWith("outbound_.")) {
      problems.add(what + " has SNI " + tls.getSni() + ", which no east-west gateway knows");
    }
  }
}
