package dev.portolan.it.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A hub and the three clusters of the bookinfo example, each a process of its own. */
final class FileFederation implements AutoCloseable {
  static final String HUB = "hub";
  static final List<String> CLUSTERS = List.of("east-1", "east-2", "west-1");
  static final Path EXAMPLE = Path.of("../examples/bookinfo");

  private static final Duration CONVERGENCE = Duration.ofMinutes(1);
  private static final Duration ARRIVAL = Duration.ofSeconds(20);

  private final FileHub hub;
  private final SortedMap<String, FileSite> sites = new TreeMap<>();

  /**
   * Nothing runs yet.
   *
   * @param partition the virtual mesh's rule for members that are lost, as in its document
   */
  FileFederation(Path directory, String partition) throws IOException {
    this(directory, partition, Map.of());
  }

  /**
   * Nothing runs yet.
   *
   * @param launches of some clusters' agents, and of the hub as {@value #HUB}
   */
  FileFederation(Path directory, String partition, Map<String, Launch> launches)
      throws IOException {
    hub = new FileHub(directory.resolve(HUB), partition, launches.getOrDefault(HUB, Launch.PLAIN));
    for (String cluster : CLUSTERS) {
      sites.put(
          cluster,
          new FileSite(
              cluster, directory, hub.port(), launches.getOrDefault(cluster, Launch.PLAIN)));
    }
  }

  /** Starts everything and waits until all agree. */
  FileFederation start() {
    hub.start();
    sites.values().forEach(FileSite::start);
    hub.awaitReady();
    awaitConverged();
    return this;
  }

  void awaitConverged() {
    Patience.within(CONVERGENCE, hub::converged);
  }

  FileHub hub() {
    return hub;
  }

  FileSite site(String cluster) {
    return Objects.requireNonNull(sites.get(cluster), cluster);
  }

  /** By the names of the clusters. */
  SortedMap<String, FileSite> sites() {
    return sites;
  }

  /** What stands in each cluster. */
  SortedMap<String, SortedMap<String, String>> objects() {
    SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
    sites.forEach((name, site) -> all.put(name, site.objects()));
    return all;
  }

  /** A change in a cluster's files shows in another cluster's. */
  void assertArrives(InputChange change, String to) {
    SortedMap<String, String> before = site(to).objects();
    change.apply(site(change.cluster()).input());
    Patience.within(ARRIVAL, () -> !site(to).objects().equals(before));
  }

  /** All faults end, and all processes run. */
  void heal() {
    hub.goOn();
    hub.start();
    for (FileSite site : sites.values()) {
      site.link().heal();
      site.goOn();
      site.start();
    }
  }

  @Override
  public void close() {
    sites.values().forEach(FileSite::close);
    hub.close();
  }
}
