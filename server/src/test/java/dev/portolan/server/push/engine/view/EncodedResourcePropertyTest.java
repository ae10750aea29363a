package dev.portolan.server.push.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EncodedResourcePropertyTest {
  private static final String TYPE = "type.googleapis.com/test.Thing";

  @Property
  void resourcesAreOrderedAsTheirNamesAre(
      @ForAll("names") String one, @ForAll("names") String other) {
    EncodedResource first = resource(one, new byte[] {1});
    EncodedResource second = resource(other, new byte[] {2});

    int expected = Integer.signum(one.compareTo(other));
    assertThat(Integer.signum(EncodedResource.BY_NAME.compare(first, second))).isEqualTo(expected);
    assertThat(Integer.signum(EncodedResource.BY_NAME.compareKey(one, second))).isEqualTo(expected);
  }

  @Property
  void whatIsSentIsWhatProtobufWouldWrite(
      @ForAll("names") String name,
      @ForAll byte[] message,
      @ForAll("names") String nonce,
      @ForAll("names") String point)
      throws InvalidProtocolBufferException {
    EncodedResource resource = resource(name, message);
    Any any = Any.newBuilder().setTypeUrl(TYPE).setValue(ByteString.copyFrom(message)).build();

    assertThat(
            ResponseBytes.incremental(TYPE, "n" + nonce, point, List.of(resource), List.of("gone")))
        .isEqualTo(
            DeltaDiscoveryResponse.newBuilder()
                .setSystemVersionInfo(point)
                .setTypeUrl(TYPE)
                .setNonce("n" + nonce)
                .addResources(
                    Resource.newBuilder()
                        .setName(name)
                        .setVersion(resource.version())
                        .setResource(any))
                .addRemovedResources("gone")
                .build()
                .toByteArray());
    assertThat(
            DiscoveryResponse.parseFrom(
                ResponseBytes.state(TYPE, "n" + nonce, "v", List.of(resource))))
        .isEqualTo(
            DiscoveryResponse.newBuilder()
                .setTypeUrl(TYPE)
                .setNonce("n" + nonce)
                .setVersionInfo("v")
                .addResources(any)
                .build());
  }

  @Property
  void aVersionIsReadAsItIsWritten(@ForAll long version) {
    assertThat(Version.parse(Version.text(version))).isEqualTo(version);
  }

  @Property
  void noOtherTextIsTakenForAVersion(@ForAll("texts") String text) {
    long version = Version.parse(text);

    assertThat(version == Version.NONE || Version.text(version).equals(text)).isTrue();
  }

  @Example
  void theLargestVersionIsOneAndAnyLargerIsNone() {
    assertThat(Version.parse("3w5e11264sgsf")).isEqualTo(-1L);
    assertThat(Version.parse("3w5e11264sgsg")).isEqualTo(Version.NONE);
    assertThat(Version.parse("01")).isEqualTo(Version.NONE);
    assertThat(Version.parse("")).isEqualTo(Version.NONE);
  }

  @Example
  void whatASubscriberHoldsInAnUnknownVersionIsNeverTheSame() {
    EncodedResource unknown = EncodedResource.foreign("a", "no version of ours");

    assertThat(EncodedResource.same(unknown, EncodedResource.foreign("a", ""))).isFalse();
    assertThat(EncodedResource.same(unknown, resource("a", new byte[0]))).isFalse();
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars('a', 'b', '-', '/', 'ä', '\uffee')
        .ofMinLength(1)
        .ofMaxLength(6)
        // Beyond the basic plane the order of UTF-8 is not that of strings.
        .map(text -> text.replace("bb", "\ud83d\ude00"));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('0', '1', '3', 'w', 'z', 'A', 'é').ofMaxLength(14);
  }

  private static EncodedResource resource(String name, byte[] message) {
    ByteString bytes = ByteString.copyFrom(message);
    return EncodedResource.of(name, bytes, bytes);
  }
}
