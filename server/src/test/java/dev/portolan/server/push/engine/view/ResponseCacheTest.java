package dev.portolan.server.push.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResponseCacheTest {
  private static final String TYPE = "type.googleapis.com/test.Data";

  private final ResponseCache cache = new ResponseCache(1 << 20);
  private final TypeView before = TypeView.start(1, List.of());
  private final TypeView after =
      before.with(
          2, Map.of("a", Optional.of(resource("a", 10)), "b", Optional.of(resource("b", 10))));

  private static EncodedResource resource(String name, int bytes) {
    return EncodedResource.of(
        name, ByteString.copyFromUtf8(name), ByteString.copyFrom(new byte[bytes]));
  }

  private Chunk chunk(String nonce, String point, TypeView from) {
    return cache.chunk(TYPE, () -> nonce, point, from, after, "");
  }

  private static @Nullable String nonce(Chunk chunk) {
    Response response = chunk.response();
    return response == null ? null : response.nonce();
  }

  @Test
  void streamsAtTheSameViewsAndPointShareOneResponse() {
    assertThat(chunk("later", "e.2", before)).isSameAs(chunk("first", "e.2", before));
  }

  @Test
  void anotherPointOfTheSameViewIsAnotherResponse() {
    chunk("at 2", "e.2", before);
    assertThat(nonce(chunk("at 3", "e.3", before))).isEqualTo("at 3");
    assertThat(nonce(chunk("at none", "", before))).isEqualTo("at none");
  }

  @Test
  void aFullResponseIsNotTakenForAnEmptyIncrement() {
    Chunk whole = cache.whole(TYPE, "whole", after, 1 << 20);
    Chunk nothing = chunk("nothing", "", after);
    assertThat(nothing.isEmpty()).isTrue();
    assertThat(whole.isEmpty()).isFalse();
    assertThat(nonce(cache.whole(TYPE, "again", after, 1 << 20))).isEqualTo("whole");
  }

  @Test
  void whatIsTooLargeIsLeftOutAndKeepsNothingElseBack() {
    List<Difference> differences =
        List.of(
            new Difference("a", resource("a", Chunk.MAX_RESOURCE_BYTES)),
            new Difference("b", resource("b", Chunk.MAX_BYTES)),
            new Difference("c", resource("c", 10)));
    Chunk first = Chunk.cut(TYPE, "n", "e.2", differences.iterator());
    assertThat(first.withheld()).extracting(Withheld::name).containsExactly("a");
    assertThat(first.isEmpty()).isFalse();
    assertThat(first.through()).isEqualTo("b");
    assertThat(first.last()).isFalse();
  }
}
