package dev.portolan.agent.apply.kubernetes;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.Observation;
import dev.portolan.agent.apply.sink.SinkWatcher;
import dev.portolan.translate.CanonicalYaml;
import dev.portolan.translate.Marks;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Informers on all objects of Istio's kinds that are written, ours or not, and on our Services: so
 * a foreign object of our name and a rule of a user on our host are known as soon as our own are.
 * Nothing is kept of an object here but its name and version. Confined to the thread that starts
 * and closes it.
 */
final class ObjectWatch {
  private static final Logger log = LoggerFactory.getLogger(ObjectWatch.class);

  private final KubernetesClient client;
  private final OwnWrites own;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  /**
   * A watch that has not begun.
   *
   * @param own what the watcher knows from answers
   */
  ObjectWatch(KubernetesClient client, OwnWrites own) {
    this.client = client;
    this.own = own;
  }

  /**
   * Begins; a kind that is not served yet, or a server that is away, is tried until it is there.
   */
  void start(SinkWatcher watcher) {
    for (String kind : ObjectRef.KINDS) {
      SharedIndexInformer<GenericKubernetesResource> informer = informer(kind);
      informer.itemStore(
          new ReducedStateItemStore<>(
              ReducedStateItemStore.NAME_KEY_STATE,
              GenericKubernetesResource.class,
              client.getKubernetesSerialization()));
      informer.addEventHandler(new Handler(kind, watcher, own));
      informer.exceptionHandler(
          (started, failure) -> {
            log.debug("watching {}s failed; tried again", kind, failure);
            return true;
          });
      informers.add(informer);
      // Dropped: failures go to the exception handler.
      var unused = informer.start();
    }
  }

  private SharedIndexInformer<GenericKubernetesResource> informer(String kind) {
    var everywhere = client.genericKubernetesResources(Kinds.context(kind)).inAnyNamespace();
    return Kinds.oursOnly(kind)
        ? everywhere
            .withLabel(Marks.MANAGED_BY, Marks.MANAGED_BY_AGENT)
            .withLimit(ObjectList.PAGE)
            .runnableInformer(0)
        : everywhere.withLimit(ObjectList.PAGE).runnableInformer(0);
  }

  void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  /** Tells a watcher of one kind's objects. */
  record Handler(String kind, SinkWatcher watcher, OwnWrites own)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource object) {
      var metadata = object.getMetadata();
      ObjectRef ref = new ObjectRef(metadata.getNamespace(), kind, metadata.getName());
      if (!own.echoes(ref, metadata.getResourceVersion())) {
        object.setKind(kind);
        watcher.seen(Observation.of(CanonicalYaml.tree(object)));
      }
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
      onAdd(object);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean stateUnknown) {
      var metadata = object.getMetadata();
      watcher.gone(
          new ObjectRef(metadata.getNamespace(), kind, metadata.getName()),
          metadata.getResourceVersion() == null ? "" : metadata.getResourceVersion());
    }
  }
}
