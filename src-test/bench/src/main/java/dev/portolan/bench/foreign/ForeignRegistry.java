package dev.portolan.bench.foreign;

import java.util.List;

/**
 * A real registry of somebody else's, with one instance of each of some services that a source
 * reads, and one more that nobody reads but the registry's own watch. Used by one thread.
 */
public interface ForeignRegistry extends AutoCloseable {
  /** For tables. */
  String name();

  /** The origin that its source reports. */
  String origin();

  /** What its source is told, beside its name and the hub. */
  List<String> source();

  /** Gives the instance of a service another address; returns when the registry has taken that. */
  void move(int service, String address);

  /**
   * Gives the instance that no source reads another address.
   *
   * @return milliseconds until the registry's own watch has told it
   */
  double watched(String address);

  /** Of the source, as hosts have it: {@code consul-3}. */
  default String service(int number) {
    return origin() + "-" + number;
  }

  @Override
  void close();
}
