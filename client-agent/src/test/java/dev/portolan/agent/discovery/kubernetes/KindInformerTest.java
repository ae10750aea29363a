package dev.portolan.agent.discovery.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.portolan.agent.discovery.objects.ObjectKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an informer makes of what a real client hears. */
@Timeout(60)
class KindInformerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aBookmarkIsProgressThoughNothingHappens() {
    try (FakeApiServer server = new FakeApiServer().start();
        KubernetesClient client = SourceRig.client(server);
        KindInformer<?> informer =
            new ApiServer(client, 10)
                .informer(ObjectKind.SERVICE, "v1", 1, List.of(), new Inbox(), new Unconcerned())) {
      informer.start();
      await().atMost(PATIENCE).until(() -> informer.phase() == KindInformer.Phase.LISTED);
      String before = informer.progress();

      server.bookmark();

      await().atMost(PATIENCE).until(() -> !informer.progress().equals(before));
    }
  }

  private static final class Unconcerned implements KindInformer.Listener {
    @Override
    public void listed(ObjectKind kind, int generation) {}

    @Override
    public void failed(ObjectKind kind, int generation, ApiProblem problem) {}
  }
}
