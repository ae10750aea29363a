package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrafficPolicyTest {
  private static final HostKey CART = new HostKey("shop", "cart");
  private static final HostKey CANARY = new HostKey("shop", "cart-canary");
  private static final OriginId WEST = new OriginId("west-1");

  @Test
  void whereMatchedRequestsGoIsKnownAsWhereTheOthersGo() {
    TrafficPolicy policy =
        policy(
            List.of(HostSelector.of(CART)),
            matched(new TrafficTarget.OtherHost(CANARY), new TrafficTarget.InCluster(WEST)));

    assertThat(policy.otherHosts()).containsExactly(CANARY);
    assertThat(policy.clusters()).containsExactly(WEST);
    RegistrySnapshot snapshot = RegistrySnapshot.of(Revision.NONE, List.of(Recorded.local(policy)));
    assertThat(snapshot.hostsSending(CANARY)).containsExactly(CART);
  }

  @Test
  void matchedRequestsGoToAnotherHostOfSingleHostsOnly() {
    assertThatThrownBy(
            () -> policy(List.of(HostSelector.ALL), matched(new TrafficTarget.OtherHost(CANARY))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must name its hosts one by one");
  }

  private static TrafficPolicy policy(List<HostSelector> hosts, TrafficPart part) {
    return new TrafficPolicy(
        PolicyKey.traffic("canary"), new VirtualMeshKey("m"), hosts, List.of(part));
  }

  private static TrafficPart matched(TrafficTarget... targets) {
    return new TrafficMatches(
        List.of(
            new TrafficMatches.Case(
                new RequestMatch(
                    Sorted.map(Map.of()), Sorted.set(Set.of("GET")), Sorted.set(Set.of())),
                new TrafficSplit(
                    List.of(targets).stream()
                        .map(target -> new TrafficSplit.Branch(target, 1))
                        .toList()))));
  }
}
