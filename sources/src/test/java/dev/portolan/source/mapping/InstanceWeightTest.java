package dev.portolan.source.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceWeightTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "30, 30", "0, 1", "-5, 1", "65535, 65535", "70000, 65535"})
  void anEndpointHasTheWeightOfItsInstanceWithinBounds(int weight, int expected) {
    ServiceMapping mapping = new ServiceMapping(new OriginId("consul-1"), MappingRules.DEFAULT);

    Mapped mapped =
        mapping.map("orders", List.of(Instance.of("orders", "a", "10.0.0.1", 80).weighing(weight)));

    assertThat(mapped.services().values())
        .flatExtracting(MappedService::slices)
        .flatExtracting(slice -> slice.endpoints())
        .extracting(endpoint -> endpoint.weight())
        .containsExactly(expected);
  }
}
