package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.reduction.ObjectReduction;
import dev.portolan.agent.discovery.reduction.UnreadableObjectException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists and watches one kind until it is closed. Reduces each object as it comes and posts it;
 * neither works nor waits on the client's threads. Thread-safe.
 */
final class KindInformer<T extends HasMetadata> implements KindWatch {
  private static final Logger LOG = LoggerFactory.getLogger(KindInformer.class);

  private final ObjectKind kind;
  private final int generation;
  private final Inbox inbox;
  private final Listener listener;
  private final SharedIndexInformer<T> informer;
  private final AtomicLong events = new AtomicLong();
  private volatile Phase phase = Phase.LISTING;
  private volatile boolean closed;

  /** Where an informer stands. One whose watch is down is LISTED all the same. */
  enum Phase {
    LISTING,
    LISTED,
    FAILED
  }

  /** Called on the client's threads. */
  interface Listener {
    /** Everything that there was is posted. */
    void listed(ObjectKind kind, int generation);

    /** A list or watch failed and will be tried again. */
    void failed(ObjectKind kind, int generation, ApiProblem problem);
  }

  private KindInformer(
      ObjectKind kind,
      int generation,
      SharedIndexInformer<T> informer,
      Inbox inbox,
      Listener listener) {
    this.kind = kind;
    this.generation = generation;
    this.inbox = inbox;
    this.listener = listener;
    this.informer = informer;
  }

  /**
   * Makes an informer; {@link #start} begins with a complete list. That is never taken from the API
   * server's cache, which may be older than what is known here.
   *
   * @param known objects of this kind; a sighting tells of those that are not in the list
   */
  static <T extends HasMetadata> KindInformer<T> of(
      SharedIndexInformer<T> informer,
      Class<T> model,
      ObjectKind kind,
      int generation,
      Collection<ObjectRef> known,
      Inbox inbox,
      Listener listener) {
    informer
        .removeNamespaceIndex()
        .itemStore(new KeyStore<>(kind, model))
        .initialState(known.stream().map(ref -> Kinds.named(model, ref, "")));
    KindInformer<T> made = new KindInformer<>(kind, generation, informer, inbox, listener);
    informer.addEventHandler(made.new Handler());
    informer.exceptionHandler(made::failed);
    return made;
  }

  @Override
  public void start() {
    // How it ends is told by the handler: an informer here never gives up.
    var unused = informer.start();
  }

  @Override
  public int generation() {
    return generation;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public boolean watching() {
    return informer.isWatching();
  }

  @Override
  public String progress() {
    return events.get() + "/" + informer.lastSyncResourceVersion();
  }

  @Override
  public void close() {
    closed = true;
    informer.stop();
  }

  // True: try again.
  private boolean failed(boolean started, Throwable thrown) {
    phase = Phase.FAILED;
    if (!closed) {
      listener.failed(kind, generation, ApiProblem.of(thrown));
    }
    return true;
  }

  private final class Handler implements ResourceEventHandler<T> {
    @Override
    public void onBeforeList(@Nullable String lastVersion) {
      phase = Phase.LISTING;
    }

    @Override
    public void onList(String version, boolean remainedEmpty) {
      phase = Phase.LISTED;
      if (!closed) {
        listener.listed(kind, generation);
      }
    }

    @Override
    public void onAdd(T object) {
      seen(object);
    }

    @Override
    public void onUpdate(T before, T object) {
      seen(object);
    }

    @Override
    public void onDelete(T object, boolean nobodySaidSo) {
      event();
      ref(object, nobodySaidSo);
    }

    private void seen(T object) {
      event();
      try {
        ObjectChange change = ObjectReduction.seen(kind, object);
        post(Sighting.seen(change.ref(), generation, change.object()));
      } catch (UnreadableObjectException e) {
        unreadable(object, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("bug while reducing a {}", kind, e);
        unreadable(object, "a fault of the agent: " + e);
      }
    }

    private void unreadable(T object, String problem) {
      try {
        post(Sighting.unreadable(ObjectReduction.ref(kind, object), generation, problem));
      } catch (UnreadableObjectException e) {
        LOG.warn("passed over: {}", e.getMessage());
      }
    }

    private void ref(T object, boolean nobodySaidSo) {
      try {
        ObjectRef ref = ObjectReduction.ref(kind, object);
        post(nobodySaidSo ? Sighting.missing(ref, generation) : Sighting.deleted(ref, generation));
      } catch (UnreadableObjectException e) {
        LOG.warn("passed over: {}", e.getMessage());
      }
    }

    // While pages of a list come in, it has not failed.
    private void event() {
      events.incrementAndGet();
      if (phase == Phase.FAILED) {
        phase = Phase.LISTING;
      }
    }

    private void post(Sighting sighting) {
      if (!closed) {
        inbox.post(sighting);
      }
    }
  }
}
