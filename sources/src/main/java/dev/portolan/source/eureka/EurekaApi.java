package dev.portolan.source.eureka;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * What is asked of Eureka's servers, of which each has a copy of the registry. A question fails by
 * {@link EurekaException} only. May be called from any thread; futures complete on any.
 */
public interface EurekaApi extends AutoCloseable {

  /** Everything that a server has. */
  CompletableFuture<Listing> all(URI server);

  /**
   * What changed at a server in the last minutes, three by default, whether it was asked before or
   * not.
   */
  CompletableFuture<Listing> recent(URI server);

  /** Ends all questions. */
  @Override
  void close();
}
