package dev.portolan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.OriginId;
import org.junit.jupiter.api.Test;

class DecodedSharingTest {
  private static final RecordDecoder DECODER = RecordDecoder.of(new OriginId("east-1"));

  @Test
  void whatEndpointsHaveInCommonIsThereOnce() {
    EndpointSlice one = slice("a", "10.0.0.1");
    EndpointSlice other = slice("b", "10.0.0.2");
    Endpoint first = one.endpoints().get(0);
    Endpoint second = other.endpoints().get(0);

    assertThat(first.locality()).isSameAs(second.locality());
    assertThat(first.serviceAccount()).isSameAs(second.serviceAccount());
    assertThat(one.key().service()).isSameAs(other.key().service());
    assertThat(one.key().service().namespace()).isSameAs(other.key().service().namespace());
  }

  private static EndpointSlice slice(String name, String address) {
    return DECODER
        .slice(
            dev.portolan.v1.EndpointSlice.newBuilder()
                .setNamespace(copy("shop"))
                .setService(copy("cart"))
                .setName(name)
                .putPorts(copy("http"), 8080)
                .addEndpoints(
                    dev.portolan.v1.Endpoint.newBuilder()
                        .setAddress(address)
                        .setHealth(dev.portolan.v1.EndpointHealth.ENDPOINT_HEALTH_READY)
                        .setMeshMode(dev.portolan.v1.MeshMode.MESH_MODE_SIDECAR)
                        .setServiceAccount(copy("cart"))
                        .setLocality(
                            dev.portolan.v1.Locality.newBuilder()
                                .setRegion(copy("eu"))
                                .setZone(copy("eu-1"))))
                .build(),
            new Violations())
        .orElseThrow();
  }

  private static String copy(String text) {
    return String.valueOf(text.toCharArray());
  }
}
