package dev.portolan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.v1.MeshTrust;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class MeshTrustCodecTest {
  private final Violations violations = new Violations();

  @Test
  void rootsAndTrustDomainsAreBounded() {
    assertBounded("roots", (message, i) -> message.addRoots(root(i + 1)), 99);
    assertBounded("further_roots", (message, i) -> message.addFurtherRoots(root(i)), 100);
    assertBounded(
        "further_trust_domains", (message, i) -> message.addFurtherTrustDomains("d" + i), 100);
  }

  private void assertBounded(
      String field, BiConsumer<MeshTrust.Builder, Integer> element, int most) {
    MeshTrust.Builder message = MeshTrust.newBuilder().addRoots(root(0));
    for (int i = 0; i < most; i++) {
      element.accept(message, i);
    }
    assertThat(MeshTrustCodec.decode(message.build(), violations)).isPresent();

    element.accept(message, most);

    Violations after = new Violations();
    assertThat(MeshTrustCodec.decode(message.build(), after)).isEmpty();
    assertThat(after.all())
        .containsExactly(new Violation(field, "has 101 elements; at most 100 are allowed"));
    assertThat(violations.all()).isEmpty();
  }

  private static String root(int number) {
    return "%064x".formatted(number);
  }
}
