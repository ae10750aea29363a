package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedNamespace;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The API server, asked directly. Every answer is the current one, never from a cache. Calls wait;
 * safe for use by many threads.
 */
final class ApiServer {
  private static final String EXPORTS_GROUP = "multicluster.x-k8s.io";
  private static final String EXPORTS = "serviceexports";

  private final KubernetesClient client;
  private final int pageSize;

  ApiServer(KubernetesClient client, int pageSize) {
    this.client = client;
    this.pageSize = pageSize;
  }

  /** What to list and watch of a kind: everything, but of ConfigMaps only Istio's. */
  private FilterWatchListDeletable<
          ? extends HasMetadata, ? extends KubernetesResourceList<?>, ? extends Resource<?>>
      scope(ObjectKind kind, String apiVersion) {
    return kind.optional() ? exports(apiVersion) : scope(kind, Kinds.model(kind));
  }

  private FilterWatchListDeletable<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      exports(String apiVersion) {
    return client
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(EXPORTS_GROUP)
                .withVersion(apiVersion.substring(apiVersion.indexOf('/') + 1))
                .withKind("ServiceExport")
                .withPlural(EXPORTS)
                .withNamespaced(true)
                .build())
        .inAnyNamespace();
  }

  private <T extends HasMetadata>
      FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>> scope(
          ObjectKind kind, Class<T> model) {
    return kind == ObjectKind.CONFIG_MAP
        ? client.resources(model).inNamespace(ObservedNamespace.ISTIO)
        : client.resources(model).inAnyNamespace();
  }

  /**
   * An informer of a kind, to be started; see {@link KindInformer#of}.
   *
   * @param apiVersion that the API server has of it
   */
  KindInformer<?> informer(
      ObjectKind kind,
      String apiVersion,
      int generation,
      Collection<ObjectRef> known,
      Inbox inbox,
      KindInformer.Listener listener) {
    return kind.optional()
        ? KindInformer.of(
            exports(apiVersion).withLimit((long) pageSize).runnableInformer(0),
            GenericKubernetesResource.class,
            kind,
            generation,
            known,
            inbox,
            listener)
        : informer(Kinds.model(kind), kind, generation, known, inbox, listener);
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

  /**
   * Asks which cluster this is, which optional kinds it has and, of each of these kinds, whether
   * there is anything.
   */
  Probe probe(Collection<ObjectKind> kinds) {
    long startedAt = System.nanoTime();
    Answer<String> identity =
        ask(
            () -> {
              Namespace system = client.namespaces().withName(ObservedNamespace.SYSTEM).get();
              return system == null ? "" : system.getMetadata().getUid();
            });
    Map<ObjectKind, Answer<String>> served = new EnumMap<>(ObjectKind.class);
    Map<ObjectKind, Answer<Boolean>> answers = new EnumMap<>(ObjectKind.class);
    if (identity.problem().isEmpty()) {
      Answer<String> exports = ask(this::exportsServed);
      served.put(ObjectKind.SERVICE_EXPORT, exports);
      for (ObjectKind kind : kinds) {
        String version = kind.optional() ? exports.value().orElse("") : kind.apiVersions().get(0);
        if (!version.isEmpty()) {
          answers.put(kind, ask(() -> isEmpty(kind, version)));
        }
      }
    }
    return new Probe(startedAt, identity, served, answers);
  }

  // A definition that is being deleted takes its objects along one by one, and meanwhile lets
  // nobody
  // make any: it is as good as gone before the first of them is.
  private String exportsServed() {
    APIGroup group = client.getApiGroup(EXPORTS_GROUP);
    Set<String> offered =
        group == null
            ? Set.of()
            : group.getVersions().stream()
                .map(GroupVersionForDiscovery::getGroupVersion)
                .collect(Collectors.toSet());
    for (String version : ObjectKind.SERVICE_EXPORT.apiVersions()) {
      APIResourceList resources =
          offered.contains(version) ? client.getApiResources(version) : null;
      if (resources != null
          && resources.getResources().stream()
              .anyMatch(
                  each -> EXPORTS.equals(each.getName()) && each.getVerbs().contains("create"))) {
        return version;
      }
    }
    return "";
  }

  private boolean isEmpty(ObjectKind kind, String apiVersion) {
    ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
    KubernetesResourceList<?> list = scope(kind, apiVersion).list(one);
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
   * @param served of each optional kind the version in which it can be read, empty where the API
   *     server does not have it; nothing when the identity is not known
   * @param empty of each kind that was asked about, whether there is no object; nothing when the
   *     identity is not known
   */
  record Probe(
      long startedAt,
      Answer<String> identity,
      Map<ObjectKind, Answer<String>> served,
      Map<ObjectKind, Answer<Boolean>> empty) {

    /** Whether the API server has an optional kind. */
    boolean serves(ObjectKind kind) {
      Answer<String> answer = served.get(kind);
      return answer != null && answer.value().filter(version -> !version.isEmpty()).isPresent();
    }

    /** Whether the API server says that it does not have an optional kind. */
    boolean lacks(ObjectKind kind) {
      Answer<String> answer = served.get(kind);
      return answer != null && answer.value().filter(String::isEmpty).isPresent();
    }

    /** Whether a kind was asked about and there is nothing of it. */
    boolean saysEmpty(ObjectKind kind) {
      Answer<Boolean> answer = empty.get(kind);
      return answer != null && answer.value().orElse(false);
    }
  }
}
