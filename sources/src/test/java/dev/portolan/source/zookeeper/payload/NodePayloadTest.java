package dev.portolan.source.zookeeper.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.Endpoint.Health;
import dev.portolan.source.mapping.Instance;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodePayloadTest {
  private static Instance read(String node, String data) throws PayloadException {
    return new NodePayload("/prod/services", "orders", node)
        .read(data.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatCuratorWrites() throws Exception {
    Instance instance =
        read(
            "3f2a",
            """
            {"name":"orders","id":"3f2a","address":"10.9.0.1","port":8080,"sslPort":null,
             "payload":{"@class":"com.example.Meta","version":"v2","zone":"a"},
             "registrationTimeUTC":1700000000000,"serviceType":"DYNAMIC","uriSpec":null}""");

    assertThat(instance.service()).isEqualTo("orders");
    assertThat(instance.id()).isEqualTo("3f2a");
    assertThat(instance.address()).isEqualTo("10.9.0.1");
    assertThat(instance.port()).isEqualTo(8080);
    assertThat(instance.health()).isEqualTo(Health.READY);
    assertThat(instance.metadata())
        .containsAllEntriesOf(
            Map.of(
                "version", "v2",
                "payload.version", "v2",
                "zone", "a",
                "serviceType", "DYNAMIC",
                "path", "/prod/services",
                "path.1", "prod",
                "path.2", "services"));
  }

  @Test
  void readsWhatSpringCloudPutsIntoThePayload() throws Exception {
    Instance instance =
        read(
            "1",
            """
            {"address":"10.9.0.1","port":8080,"payload":{"@class":"o.s.ZookeeperInstance",
             "id":"orders-1","metadata":{"instance_status":"OUT_OF_SERVICE","zone":"b"}}}""");

    assertThat(instance.health()).isEqualTo(Health.NOT_READY);
    assertThat(instance.metadata()).containsEntry("zone", "b").containsEntry("id", "orders-1");
  }

  @Test
  void aClassThatANodeNamesMeansNothing() throws Exception {
    assertThat(
            read("1", "{\"@class\":\"java.net.URL\",\"address\":\"10.9.0.1\",\"port\":1}").port())
        .isEqualTo(1);
  }

  @Test
  void anInstanceThatIsSwitchedOffIsNotReady() throws Exception {
    assertThat(read("1", "{\"address\":\"10.9.0.1\",\"port\":1,\"enabled\":false}").health())
        .isEqualTo(Health.NOT_READY);
  }

  @Test
  void withoutAPortTheSecureOneCounts() throws Exception {
    assertThat(read("1", "{\"address\":\"10.9.0.1\",\"port\":null,\"sslPort\":8443}").port())
        .isEqualTo(8443);
  }

  @Test
  void tagsAreTags() throws Exception {
    assertThat(read("1", "{\"host\":\"10.9.0.1\",\"port\":\"80\",\"tags\":[\"mesh\"]}").tags())
        .containsExactly("mesh");
  }

  @Test
  void whereANodeIsIsNotForItToSay() throws Exception {
    assertThat(
            read("1", "{\"ip\":\"10.9.0.1\",\"port\":1,\"path\":\"/x\",\"node.zone\":\"z\"}")
                .metadata())
        .containsEntry("path", "/prod/services")
        .doesNotContainKey("node.zone");
  }

  @ParameterizedTest
  @CsvSource({
    "n-1, 10.9.0.1:8080, 10.9.0.1, 8080",
    "n-1, ' 10.9.0.1:80\n', 10.9.0.1, 80",
    "n-1, [2001:db8::1]:80, 2001:db8::1, 80",
    "10.9.0.1:8080, '', 10.9.0.1, 8080",
  })
  void readsHostAndPortFromDataOrName(String node, String data, String address, int port)
      throws Exception {
    Instance instance = read(node, data);

    assertThat(instance.address()).isEqualTo(address);
    assertThat(instance.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "orders",
        "10.9.0.1",
        "10.9.0.1:",
        "10.9.0.1:0",
        "10.9.0.1:70000",
        "2001:db8::1:80",
        "[]",
        "{",
        "{}",
        "{} {}",
        "{\"address\":\"10.9.0.1\"}",
        "{\"address\":\"10.9.0.1\",\"port\":-1}",
        "{\"address\":\"10.9.0.1\",\"port\":1.5}",
        "{\"address\":\"10.9.0.1\",\"port\":99999999999}",
        "{\"address\":7,\"port\":1}",
      })
  void anythingElseIsNoInstance(String data) {
    assertThatThrownBy(() -> read("n-1", data)).isInstanceOf(PayloadException.class);
  }

  @Test
  void whatIsTooDeepIsNoInstance() {
    String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);

    assertThatThrownBy(() -> read("n-1", deep)).isInstanceOf(PayloadException.class);
  }

  @Test
  void metadataHasBounds() throws Exception {
    StringBuilder json = new StringBuilder("{\"address\":\"10.9.0.1\",\"port\":1");
    for (int i = 0; i < 500; i++) {
      json.append(",\"f%d\":\"%s\"".formatted(i, i == 0 ? "x".repeat(300) : "x"));
    }

    assertThat(read("n-1", json + "}").metadata())
        .hasSizeLessThan(110)
        .doesNotContainKey("f0")
        .containsKey("f1");
  }
}
