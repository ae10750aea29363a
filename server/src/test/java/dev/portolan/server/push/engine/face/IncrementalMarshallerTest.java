package dev.portolan.server.push.engine.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.KnownLength;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read past protobuf's own parser is what that would read. */
class IncrementalMarshallerTest {

  /** As gRPC hands over a message. */
  private static final class Received extends ByteArrayInputStream implements KnownLength {
    Received(byte[] bytes) {
      super(bytes);
    }
  }

  private static IncrementalMessage parse(byte[] bytes) {
    return IncrementalMarshaller.INSTANCE.parse(new Received(bytes));
  }

  @Property
  void theRestIsTheRequestWithoutWhatItLists(
      @ForAll("requests") DeltaDiscoveryRequest one,
      @ForAll("requests") DeltaDiscoveryRequest other) {
    // Written one after the other, two messages are one, its fields in any order.
    ByteString both = one.toByteString().concat(other.toByteString());

    IncrementalMessage read = parse(both.toByteArray());

    DeltaDiscoveryRequest whole = one.toBuilder().mergeFrom(other).build();
    assertThat(read.rest()).isEqualTo(whole.toBuilder().clearInitialResourceVersions().build());
    assertThat(read.listed().isEmpty()).isEqualTo(whole.getInitialResourceVersionsCount() == 0);
  }

  @Example
  void whatComesCompressedIsReadWhole() throws IOException {
    DeltaDiscoveryRequest request =
        DeltaDiscoveryRequest.newBuilder().setTypeUrl("a type".repeat(10_000)).build();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      request.writeTo(gzip);
    }

    InputStream stream = new GZIPInputStream(new ByteArrayInputStream(compressed.toByteArray()));

    assertThat(IncrementalMarshaller.INSTANCE.parse(stream).rest()).isEqualTo(request);
  }

  @Example
  void whatIsCutOffIsRefused() {
    byte[] bytes =
        DeltaDiscoveryRequest.newBuilder()
            .putInitialResourceVersions("a-name", "version")
            .build()
            .toByteArray();
    for (int length = 1; length < bytes.length; length++) {
      assertRefused(ByteString.copyFrom(bytes, 0, length).toByteArray());
    }
  }

  @Example
  void anEntryThatReachesBeyondItselfIsRefused() {
    // Field 5, two bytes: a name of nine bytes.
    assertRefused(
        new byte[] {5 << 3 | 2, 2, 1 << 3 | 2, 9, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'});
  }

  @Example
  void aNameThatIsNoTextIsRefused() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {5 << 3 | 2, 3, 1 << 3 | 2, 1});
    bytes.write(0xff);
    assertRefused(bytes.toByteArray());
  }

  @Example
  void whatIsNoMessageAtAllIsRefused() {
    assertRefused("no message".getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> parse(bytes))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused ->
                assertThat(refused.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INTERNAL));
  }

  @Provide
  Arbitrary<DeltaDiscoveryRequest> requests() {
    Arbitrary<String> texts = Arbitraries.strings().withChars('a', '/', 'ä').ofMaxLength(40);
    Arbitrary<Map<String, String>> listed = Arbitraries.maps(texts, texts).ofMaxSize(20);
    return Combinators.combine(texts, listed, texts, Arbitraries.of(true, false))
        .as(
            (text, versions, nonce, more) -> {
              DeltaDiscoveryRequest.Builder request =
                  DeltaDiscoveryRequest.newBuilder()
                      .setTypeUrl(text)
                      .setResponseNonce(nonce)
                      .putAllInitialResourceVersions(versions);
              if (more) {
                request
                    .addAllResourceNamesSubscribe(versions.keySet())
                    .setNode(Node.newBuilder().setId(nonce))
                    .setErrorDetail(Status.newBuilder().setMessage(text));
              }
              return request.build();
            });
  }
}
