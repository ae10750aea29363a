package dev.portolan.bench.wire;

import com.google.protobuf.Duration;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.FailoverTier;
import dev.portolan.v1.HostSelector;
import dev.portolan.v1.Rule;
import dev.portolan.v1.RuleChange;
import dev.portolan.v1.TrafficPart;
import dev.portolan.v1.TrafficPolicy;
import java.util.List;
import java.util.Locale;

/**
 * Policies as the benchmarks have them: each about one host of its own, every second one about its
 * requests, the others about the order of its destinations. Pure: the same numbers, the same
 * policy.
 */
public final class Policies {
  private Policies() {}

  /**
   * A policy, to be put in the place of the one of its number.
   *
   * @param number of the policy and of the service that it is about
   * @param generation the next one says something else
   */
  public static RuleChange policy(String mesh, int number, int generation) {
    Rule.Builder rule = Rule.newBuilder();
    if (number % 2 == 0) {
      rule.setTrafficPolicy(
          TrafficPolicy.newBuilder()
              .setName(name(number))
              .setVirtualMesh(mesh)
              .addHosts(host(number))
              .addParts(
                  TrafficPart.newBuilder()
                      .setTimeout(Duration.newBuilder().setSeconds(1 + generation % 2))));
    } else {
      FailoverTier.Builder first = FailoverTier.newBuilder();
      first.getRegionsBuilder().addAllRegions(List.of("region-" + (1 + generation % 2)));
      rule.setFailoverPolicy(
          FailoverPolicy.newBuilder()
              .setName(name(number))
              .setVirtualMesh(mesh)
              .addHosts(host(number))
              .addTiers(first));
    }
    return RuleChange.newBuilder().setPut(rule).build();
  }

  private static HostSelector host(int service) {
    return HostSelector.newBuilder()
        .setNamespace(World.namespace(service))
        .setName(World.name(service))
        .build();
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "policy-%06d", number);
  }
}
