package dev.portolan.agent.apply.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PackedTextTest {
  private static final String ENTRY =
      """
      {"apiVersion":"networking.istio.io/v1","kind":"ServiceEntry","metadata":{"annotations":\
      {"portolan.dev/revision":"00000000000000aa.7","portolan.dev/spec-hash":"7862cd8ab34e5d65"},\
      "labels":{"app.kubernetes.io/managed-by":"portolan-agent","portolan.dev/virtual-mesh":"demo"},\
      "name":"portolan-reviews-b2e40a0b","namespace":"bookinfo"},"spec":{"endpoints":[{"address":\
      "10.11.0.1","labels":{"portolan.dev/cluster":"east-1","portolan.dev/t1":"1",\
      "security.istio.io/tlsMode":"istio"},"locality":"eu-west-1/a","ports":{"http":9080}}],\
      "exportTo":["*"],"hosts":["reviews.bookinfo.svc.clusterset.local"],"location":\
      "MESH_INTERNAL","ports":[{"name":"http","number":9080,"protocol":"HTTP"}],"resolution":\
      "STATIC","subjectAltNames":["spiffe://cluster.local/ns/bookinfo/sa/reviews"]}}""";

  @Property
  void whatIsPackedIsUnpacked(@ForAll String text) {
    String valid = new String(text.getBytes(UTF_8), UTF_8);
    assertThat(PackedText.unpack(PackedText.pack(valid))).isEqualTo(valid);
  }

  @Test
  void equalTextsArePackedEqually() {
    byte[] before = PackedText.pack(ENTRY);
    PackedText.pack("something else");
    assertThat(PackedText.pack(ENTRY)).isEqualTo(before);
  }

  @Test
  void anObjectTakesAQuarterOfItsText() {
    assertThat(PackedText.pack(ENTRY)).hasSizeLessThan(ENTRY.length() / 4);
  }

  @Test
  void bytesThatAreCutShortAreRefused() {
    byte[] packed = PackedText.pack(ENTRY);
    byte[] cut = Arrays.copyOf(packed, packed.length / 2);
    assertThatIllegalArgumentException().isThrownBy(() -> PackedText.unpack(cut));
  }
}
