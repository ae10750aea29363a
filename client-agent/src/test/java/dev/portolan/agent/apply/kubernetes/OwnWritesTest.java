package dev.portolan.agent.apply.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.SinkWatcher;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnWritesTest {
  private final OwnWrites own = new OwnWrites();
  private final List<String> told = new ArrayList<>();
  private final ObjectWatch.Handler watch =
      new ObjectWatch.Handler(
          "ServiceEntry",
          new SinkWatcher() {
            @Override
            public void seen(ObservedObject object) {
              told.add(object.ref().name() + " " + object.handle().version());
            }

            @Override
            public void gone(ObjectRef ref, String version) {
              told.add(ref.name() + " gone");
            }
          },
          own);

  @Test
  void whatAnAnswerHasSaidIsNotToldAgain() {
    own.answered(written("cart", "7"));
    watch.onAdd(object("cart", "7"));
    assertThat(told).isEmpty();
  }

  @Test
  void everythingElseIsTold() {
    own.answered(written("cart", "7"));
    watch.onAdd(object("cart", "6"));
    watch.onAdd(object("other", "7"));
    watch.onAdd(object("cart", "8"));
    watch.onDelete(object("cart", "9"), false);
    assertThat(told).containsExactly("cart 6", "other 7", "cart 8", "cart gone");
  }

  @Test
  void whatIsSeenAgainLaterIsTold() {
    own.answered(written("cart", "7"));
    watch.onAdd(object("cart", "7"));
    watch.onUpdate(object("cart", "7"), object("cart", "7"));
    assertThat(told).containsExactly("cart 7");
  }

  @Test
  void ofMoreWritesThanAreRememberedTheOldestIsTold() {
    IntStream.rangeClosed(0, 1000).forEach(i -> own.answered(written("cart-" + i, "7")));
    watch.onAdd(object("cart-0", "7"));
    watch.onAdd(object("cart-1", "7"));
    assertThat(told).containsExactly("cart-0 7");
  }

  private static ObservedObject written(String name, String version) {
    return new ObservedObject(
        new ObjectRef("shop", "ServiceEntry", name),
        Custody.OURS,
        "hash",
        "",
        Set.of(),
        Set.of(),
        new Handle("u-1", version, true, false));
  }

  private static GenericKubernetesResource object(String name, String version) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion("networking.istio.io/v1");
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .withResourceVersion(version)
            .build());
    return object;
  }
}
