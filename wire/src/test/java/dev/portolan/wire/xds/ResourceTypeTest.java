package dev.portolan.wire.xds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceTypeTest {
  @Test
  void typesAreInTheOrderOfTheirDependencies() {
    assertThat(ResourceType.values())
        .extracting(ResourceType::typeUrl)
        .containsExactly(
            "type.googleapis.com/portolan.v1.VirtualMesh",
            "type.googleapis.com/portolan.v1.FailoverPolicy",
            "type.googleapis.com/portolan.v1.TrafficPolicy",
            "type.googleapis.com/portolan.v1.AccessPolicy",
            "type.googleapis.com/portolan.v1.Cluster",
            "type.googleapis.com/portolan.v1.Service",
            "type.googleapis.com/portolan.v1.Capacity",
            "type.googleapis.com/portolan.v1.EndpointSlice",
            "type.googleapis.com/portolan.v1.Bookmark");
  }

  @Test
  void aTypeIsFoundByItsUrl() {
    for (ResourceType type : ResourceType.values()) {
      assertThat(ResourceType.byTypeUrl(type.typeUrl())).contains(type);
    }
    assertThat(ResourceType.byTypeUrl("")).isEmpty();
    assertThat(ResourceType.byTypeUrl("type.googleapis.com/envoy.config.cluster.v3.Cluster"))
        .isEmpty();
  }
}
