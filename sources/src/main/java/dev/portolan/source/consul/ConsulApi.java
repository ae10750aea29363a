package dev.portolan.source.consul;

import dev.portolan.source.mapping.Instance;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

/**
 * What is asked of a Consul datacentre. A question with an index is answered when the answer is
 * newer than that, or when its time is up, which Consul stretches by up to a sixteenth. Each
 * question holds a connection until it is answered, cancelled or failed; it fails by {@link
 * ConsulException} only. May be called from any thread; futures complete on any.
 */
public interface ConsulApi extends AutoCloseable {

  /** Names of all services, with the tags of all their instances. */
  CompletableFuture<Reply<SortedMap<String, SortedSet<String>>>> services(Question question);

  /** All instances of a service, whatever their health; none when there is no such service. */
  CompletableFuture<Reply<List<Instance>>> instances(String service, Question question);

  /** Ends all questions. */
  @Override
  void close();
}
