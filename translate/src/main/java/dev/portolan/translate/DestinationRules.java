package dev.portolan.translate;

import dev.portolan.federation.HostPlan;
import dev.portolan.federation.PlannedPort;
import dev.portolan.federation.TierOrder;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OutlierRule;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettings;
import io.fabric8.istio.api.api.networking.v1alpha3.ClientTLSSettingsTLSmode;
import io.fabric8.istio.api.api.networking.v1alpha3.DestinationRule;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettings;
import io.fabric8.istio.api.api.networking.v1alpha3.LocalityLoadBalancerSetting;
import io.fabric8.istio.api.api.networking.v1alpha3.OutlierDetection;
import io.fabric8.istio.api.api.networking.v1alpha3.PortSelector;
import io.fabric8.istio.api.api.networking.v1alpha3.Subset;
import io.fabric8.istio.api.api.networking.v1alpha3.TrafficPolicy;
import io.fabric8.istio.api.api.networking.v1alpha3.TrafficPolicyPortTrafficPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The DestinationRule's part of a plan: order of tiers, ejection, and the SNI towards gateways. */
final class DestinationRules {
  private DestinationRules() {}

  static DestinationRule spec(HostPlan plan) {
    TrafficPolicy policy = new TrafficPolicy();
    policy.setOutlierDetection(outlierDetection(plan.tiers().outlier()));
    policy.setLoadBalancer(loadBalancer(plan));
    plan.exterior().tlsName().map(DestinationRules::begun).ifPresent(policy::setTls);
    if (plan.meshTlsOnly()) {
      policy.setPortLevelSettings(plan.ports().stream().map(port -> port(plan, port)).toList());
    }
    DestinationRule rule = new DestinationRule();
    rule.setHost(plan.fqdn());
    rule.setExportTo(List.of("*"));
    rule.setTrafficPolicy(policy);
    rule.setSubsets(plan.traffic().subsets().stream().map(DestinationRules::subset).toList());
    return rule;
  }

  // Without settings of its own it has all of the rule's.
  private static Subset subset(OriginId cluster) {
    Subset subset = new Subset();
    subset.setName(cluster.value());
    subset.setLabels(Map.of(Marks.CLUSTER, cluster.value()));
    return subset;
  }

  // The authorities that the proxy's system trusts: said, because Istio before 1.21 asks for no
  // certificate at all where nothing is.
  private static ClientTLSSettings begun(String name) {
    ClientTLSSettings tls = new ClientTLSSettings();
    tls.setMode(ClientTLSSettingsTLSmode.SIMPLE);
    tls.setSni(name);
    tls.setSubjectAltNames(List.of(name));
    tls.setCaCertificates(Marks.SYSTEM_AUTHORITIES);
    return tls;
  }

  // A port's settings replace the rule's as a whole, so all of them stand here again.
  private static TrafficPolicyPortTrafficPolicy port(HostPlan plan, PlannedPort planned) {
    ClientTLSSettings tls = new ClientTLSSettings();
    tls.setMode(ClientTLSSettingsTLSmode.ISTIO_MUTUAL);
    tls.setSni(planned.sni());
    PortSelector selector = new PortSelector();
    selector.setNumber((long) planned.number());
    TrafficPolicyPortTrafficPolicy policy = new TrafficPolicyPortTrafficPolicy();
    policy.setPort(selector);
    policy.setTls(tls);
    policy.setOutlierDetection(outlierDetection(plan.tiers().outlier()));
    policy.setLoadBalancer(loadBalancer(plan));
    return policy;
  }

  // Without outlier detection Istio ignores the order of tiers. All of a tier may be ejected: that
  // is when
  // the next one is wanted.
  private static OutlierDetection outlierDetection(OutlierRule rule) {
    OutlierDetection outlier = new OutlierDetection();
    outlier.setConsecutive5xxErrors(rule.consecutiveErrors());
    outlier.setConsecutiveGatewayErrors(rule.consecutiveErrors());
    outlier.setInterval(rule.interval().toSeconds() + "s");
    outlier.setBaseEjectionTime(rule.ejection().toSeconds() + "s");
    outlier.setMaxEjectionPercent(rule.maxEjectedPercent());
    return outlier;
  }

  private static LoadBalancerSettings loadBalancer(HostPlan plan) {
    List<String> priority = new ArrayList<>();
    TierOrder tiers = plan.tiers();
    // Named only where it is used, which is seldom: so that seldom another rule is written.
    if (plan.destinations().stream().anyMatch(each -> each.tier() == tiers.last())) {
      priority.add(Marks.tier(tiers.last()));
    }
    for (int tier = tiers.ordinary(); tier > 0; tier--) {
      priority.add(Marks.tier(tier));
    }
    // What is nearer would get all of what is to be divided.
    if (tiers.byLocality()) {
      priority.addAll(List.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone"));
    }
    LocalityLoadBalancerSetting locality = new LocalityLoadBalancerSetting();
    locality.setEnabled(true);
    locality.setFailoverPriority(priority);
    LoadBalancerSettings settings = new LoadBalancerSettings();
    settings.setLocalityLbSetting(locality);
    plan.traffic().sticky().map(StickyBalancers::of).ifPresent(settings::setLbPolicy);
    return settings;
  }
}
