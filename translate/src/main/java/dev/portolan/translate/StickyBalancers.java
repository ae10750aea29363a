package dev.portolan.translate;

import dev.portolan.registry.TrafficSticky;
import io.fabric8.istio.api.api.networking.v1alpha3.IsLoadBalancerSettingsConsistentHashLBHashKey;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettingsConsistentHash;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettingsConsistentHashLB;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettingsConsistentHashLBHTTPCookie_;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettingsConsistentHashLBHttpCookie;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettingsConsistentHashLBHttpHeaderName;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettingsConsistentHashLBHttpQueryParameterName;
import io.fabric8.istio.api.api.networking.v1alpha3.LoadBalancerSettingsConsistentHashLBUseSourceIp;

/** The balancer that keeps like requests together, inside the tier that is in use. */
final class StickyBalancers {
  // Istio refuses a cookie without one; zero means a cookie of the client's session.
  private static final String SESSION = "0s";

  private StickyBalancers() {}

  static LoadBalancerSettingsConsistentHash of(TrafficSticky sticky) {
    LoadBalancerSettingsConsistentHashLB hash = new LoadBalancerSettingsConsistentHashLB();
    hash.setHashKey(key(sticky));
    LoadBalancerSettingsConsistentHash policy = new LoadBalancerSettingsConsistentHash();
    policy.setConsistentHash(hash);
    return policy;
  }

  private static IsLoadBalancerSettingsConsistentHashLBHashKey key(TrafficSticky sticky) {
    return switch (sticky.by()) {
      case HEADER -> new LoadBalancerSettingsConsistentHashLBHttpHeaderName(sticky.name());
      case QUERY -> new LoadBalancerSettingsConsistentHashLBHttpQueryParameterName(sticky.name());
      case SOURCE -> new LoadBalancerSettingsConsistentHashLBUseSourceIp(true);
      case COOKIE -> {
        LoadBalancerSettingsConsistentHashLBHTTPCookie_ cookie =
            new LoadBalancerSettingsConsistentHashLBHTTPCookie_();
        cookie.setName(sticky.name());
        cookie.setTtl(sticky.ttl().map(VirtualServices::time).orElse(SESSION));
        yield new LoadBalancerSettingsConsistentHashLBHttpCookie(cookie);
      }
    };
  }
}
