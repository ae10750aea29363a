package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The API server, asked directly. Every answer is the current one, never from a cache. Calls wait;
 * safe for use by many threads.
 */
final class ApiServer {
  private final KubernetesClient client;
  private final int pageSize;

  ApiServer(KubernetesClient client, int pageSize) {
    this.client = client;
    this.pageSize = pageSize;
  }

  /** What to list and watch of a kind: everything, but of ConfigMaps only Istio's. */
  private <T extends HasMetadata>
      FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>> scope(
          ObjectKind kind, Class<T> model) {
    return kind == ObjectKind.CONFIG_MAP
        ? client.resources(model).inNamespace(ObservedNamespace.ISTIO)
        : client.resources(model).inAnyNamespace();
  }

  /** An informer of a kind, to be started; see {@link KindInformer#of}. */
  KindInformer<?> informer(
      ObjectKind kind,
      int generation,
      Collection<ObjectRef> known,
      Inbox inbox,
      KindInformer.Listener listener) {
    return informer(Kinds.model(kind), kind, generation, known, inbox, listener);
  }

  private <T extends HasMetadata> KindInformer<T> informer(
      Class<T> model,
      ObjectKind kind,
      int generation,
      Collection<ObjectRef> known,
      Inbox inbox,
      KindInformer.Listener listener) {
    return KindInformer.of(
        scope(kind, model).withLimit((long) pageSize).runnableInformer(0),
        model,
        kind,
        generation,
        known,
        inbox,
        listener);
  }

  /** Asks which cluster this is and, of each of these kinds, whether there is anything. */
  Probe probe(Collection<ObjectKind> kinds) {
    long startedAt = System.nanoTime();
    Answer<String> identity =
        ask(
            () -> {
              Namespace system = client.namespaces().withName(ObservedNamespace.SYSTEM).get();
              return system == null ? "" : system.getMetadata().getUid();
            });
    Map<ObjectKind, Answer<Boolean>> answers = new EnumMap<>(ObjectKind.class);
    if (identity.problem().isEmpty()) {
      for (ObjectKind kind : kinds) {
        answers.put(kind, ask(() -> isEmpty(kind)));
      }
    }
    return new Probe(startedAt, identity, answers);
  }

  private boolean isEmpty(ObjectKind kind) {
    ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
    KubernetesResourceList<?> list = scope(kind, Kinds.model(kind)).list(one);
    if (list == null) {
      throw new KubernetesClientException("no list of kind " + kind + ": not found (404)");
    }
    return list.getItems().isEmpty();
  }

  private static <T> Answer<T> ask(Supplier<T> question) {
    try {
      return new Answer<>(Optional.of(question.get()), Optional.empty());
    } catch (KubernetesClientException e) {
      return new Answer<>(Optional.empty(), Optional.of(ApiProblem.of(e)));
    }
  }

  /** Either a value or why there is none. */
  record Answer<T>(Optional<T> value, Optional<ApiProblem> problem) {}

  /**
   * What a probe found.
   *
   * @param startedAt on the clock of {@code System.nanoTime}
   * @param identity uid of the namespace {@code kube-system}, empty where there is no such
   *     namespace
   * @param empty of each kind that was asked about, whether there is no object; nothing when the
   *     identity is not known
   */
  record Probe(long startedAt, Answer<String> identity, Map<ObjectKind, Answer<Boolean>> empty) {

    /** Whether a kind was asked about and there is nothing of it. */
    boolean saysEmpty(ObjectKind kind) {
      Answer<Boolean> answer = empty.get(kind);
      return answer != null && answer.value().orElse(false);
    }
  }
}
