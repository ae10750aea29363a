package dev.portolan.agent.apply.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.WriteResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  private static final String NAMESPACE_FILE = "shop.namespace.shop.yaml";

  @TempDir private Path parent;
  private Path directory;
  private FileSink sink;

  @BeforeEach
  void open() {
    directory = parent.resolve("objects");
    sink = new FileSink(directory);
  }

  @Test
  void aMissingNamespaceIsWrittenBesideItsFirstObject() throws IOException {
    assertThat(done(sink.create(object("ServiceEntry", true))))
        .isInstanceOf(WriteResult.Written.class);

    assertThat(files()).containsExactly(NAMESPACE_FILE, "shop.serviceentry.cart.yaml");
    assertThat(directory.resolve(NAMESPACE_FILE))
        .hasContent(
            """
            apiVersion: v1
            kind: Namespace
            metadata:
              labels:
                app.kubernetes.io/managed-by: portolan-agent
              name: shop
            """);
  }

  @Test
  void aNamespaceThatIsThereIsNotWritten() throws IOException {
    done(sink.create(object("ServiceEntry", false)));

    assertThat(files()).containsExactly("shop.serviceentry.cart.yaml");
  }

  @Test
  void aNamespaceFileIsNeverTouchedAgain() throws IOException {
    Files.writeString(directory.resolve(NAMESPACE_FILE), "theirs");
    DesiredObject cart = object("ServiceEntry", true);

    ObservedObject written = ((WriteResult.Written) done(sink.create(cart))).now();
    done(sink.delete(written));

    assertThat(files()).containsExactly(NAMESPACE_FILE);
    assertThat(directory.resolve(NAMESPACE_FILE)).hasContent("theirs");
  }

  @Test
  void aNamespaceFileIsNoObjectOfTheList() {
    done(sink.create(object("ServiceEntry", true)));

    assertThat(listed()).extracting(ObservedObject::ref).containsExactly(ref("ServiceEntry"));
  }

  @Test
  void anObjectIsNotWrittenWithoutItsNamespace() throws IOException {
    Files.delete(directory);

    assertThat(done(sink.create(object("ServiceEntry", true))))
        .isInstanceOfSatisfying(
            WriteResult.Refused.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(Refusal.SERVER_FAULT);
              assertThat(refused.reason())
                  .startsWith("the namespace of ServiceEntry/shop/cart cannot be written");
            });
  }

  @Test
  void everyKindThatIsWrittenIsFoundAgain() {
    for (String kind : ObjectRef.KINDS) {
      done(sink.create(object(kind, false)));
    }

    assertThat(listed())
        .allMatch(found -> found.custody() == Custody.OURS)
        .extracting(found -> found.ref().kind())
        .containsExactlyInAnyOrderElementsOf(ObjectRef.KINDS);
  }

  private List<ObservedObject> listed() {
    return done(sink.list()).objects();
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static ObjectRef ref(String kind) {
    return new ObjectRef("shop", kind, "cart");
  }

  private static DesiredObject object(String kind, boolean makesNamespace) {
    HasMetadata object =
        Serialization.unmarshal(
            """
            apiVersion: %s
            kind: %s
            metadata:
              name: cart
              namespace: shop
              labels: {app.kubernetes.io/managed-by: portolan-agent}
            spec: {}
            """
                .formatted(version(kind), kind),
            HasMetadata.class);
    return DesiredObject.of(object, "", Set.of(), makesNamespace);
  }

  private static String version(String kind) {
    return switch (kind) {
      case "Service" -> "v1";
      case "AuthorizationPolicy" -> "security.istio.io/v1";
      default -> "networking.istio.io/v1";
    };
  }
}
