package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryLocation;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.istio.api.networking.v1.ServiceEntryBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalYamlTest {
  @Test
  void theOrderInWhichMapsWereFilledDoesNotShow() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("b", "2");
    labels.put("a", "x");

    assertThat(text(labelled(labels)))
        .isEqualTo(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata:
              labels:
                a: x
                b: "2"
              name: cart
            spec:
              location: MESH_INTERNAL
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "1.5",
        "1e3",
        "0x1F",
        "1_000",
        "12:30",
        "2025-01-14",
        "yes",
        "On",
        "NULL",
        "~",
        "",
        "n",
        ".inf",
        "=",
        "<<",
        "* x",
        "- x",
        "a: b",
        "a #b",
        "{",
        "[",
        "'",
        "\"",
        " x ",
        "10.1.2.3",
        "5s"
      })
  void stringsStayStrings(String value) throws IOException {
    ServiceEntry object = labelled(Map.of("key", value, "k" + value, "x"));

    assertThat(CanonicalYaml.parse(CanonicalYaml.write(object))).isEqualTo(object);
  }

  @Property(tries = 300)
  void anyStringStaysItself(@ForAll String value) throws IOException {
    ServiceEntry object = labelled(Map.of("key", value));

    ServiceEntry read = (ServiceEntry) CanonicalYaml.parse(CanonicalYaml.write(object));

    assertThat(read.getMetadata().getLabels()).containsEntry("key", value);
  }

  @Test
  void otherKindsAreNotRead() {
    byte[] secret = "apiVersion: v1\nkind: Secret\n".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> CanonicalYaml.parse(secret))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("v1/Secret");
  }

  private static String text(ServiceEntry object) {
    return new String(CanonicalYaml.write(object), StandardCharsets.UTF_8);
  }

  private static ServiceEntry labelled(Map<String, String> labels) {
    return new ServiceEntryBuilder()
        .withNewMetadata()
        .withName("cart")
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withLocation(ServiceEntryLocation.MESH_INTERNAL)
        .endSpec()
        .build();
  }
}
