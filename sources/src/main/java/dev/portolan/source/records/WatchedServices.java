package dev.portolan.source.records;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.source.loop.SourceLoop;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What a watch of a foreign registry finds, as an origin's services. All work is done on the loop;
 * only {@link #start} and {@link #close} are called from other threads.
 */
public final class WatchedServices implements LocalServices {
  private final SourceRecords records;
  private final SourceLoop loop;
  private final Runnable farewell;
  private final Publication publication;
  private final RegistryWatch watch;

  /**
   * Asks nothing before it is started.
   *
   * @param facts of the source
   * @param loop closed with it
   * @param farewell run when it is closed, after the loop: ends all questions
   * @param watch made of where its records go, and of what is to be told when records or findings
   *     may be others
   */
  public WatchedServices(
      Cluster facts,
      SourceLoop loop,
      Runnable farewell,
      BiFunction<SourceRecords, Runnable, RegistryWatch> watch) {
    this.records = new SourceRecords(facts);
    this.loop = loop;
    this.farewell = farewell;
    this.publication = new Publication(loop, this::state);
    this.watch = watch.apply(records, publication::changed);
  }

  private LocalState state() {
    return records.state(watch.findings(), watch.complete());
  }

  @Override
  public void start(Consumer<LocalState> receiver) {
    publication.start(receiver, watch::begin);
  }

  @Override
  public void close() {
    loop.close();
    farewell.run();
  }
}
