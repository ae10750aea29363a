package dev.portolan.federation;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Resource;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** What laws of planning hold for: registries of all shapes, one cluster and one host of each. */
abstract class PlanProperties {
  @Provide
  Arbitrary<List<Resource>> records() {
    return TestRegistries.records();
  }

  @Provide
  Arbitrary<OriginId> cluster() {
    return Arbitraries.of(TestRegistries.ORIGINS);
  }

  @Provide
  Arbitrary<HostKey> host() {
    return Arbitraries.of(TestRegistries.HOSTS);
  }
}
