package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that an informer keeps of its objects: key and version, enough to tell what is new, changed
 * and missing. The objects that it hands out are bare names. Thread-safe.
 */
final class KeyStore<T extends HasMetadata> implements ItemStore<T> {
  private final ObjectKind kind;
  private final Class<T> model;
  private final Map<String, String> versions = new ConcurrentHashMap<>();

  KeyStore(ObjectKind kind, Class<T> model) {
    this.kind = kind;
    this.model = model;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    String version = object.getMetadata().getResourceVersion();
    return bare(key, versions.put(key, version == null ? "" : version));
  }

  @Override
  public @Nullable T remove(String key) {
    return bare(key, versions.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return versions.entrySet().stream().map(entry -> named(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public @Nullable T get(String key) {
    return bare(key, versions.get(key));
  }

  /** Objects cannot be read back from here, so each is told of as it arrives. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private @Nullable T bare(String key, @Nullable String version) {
    return version == null ? null : named(key, version);
  }

  private T named(String key, String version) {
    int slash = key.indexOf('/');
    String namespace = slash < 0 ? "" : key.substring(0, slash);
    return Kinds.named(model, new ObjectRef(kind, namespace, key.substring(slash + 1)), version);
  }
}
