package dev.portolan.source.zookeeper.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where an ensemble is, and as whom it is asked.
 *
 * @param connect {@code host:port}, several of them with commas, and a path below which everything
 *     is, if any
 * @param authFile with {@code user:password} of a digest identity, read anew for each reading
 * @param sessionTimeout that is asked for; the servers may grant another
 * @param largestNode more bytes than this are not read
 */
public record ZooKeeperEndpoint(
    String connect, Optional<Path> authFile, Duration sessionTimeout, int largestNode) {
  public static final int LARGEST_NODE = 64 * 1024;

  /** Without an identity. */
  public static ZooKeeperEndpoint of(String connect, Duration sessionTimeout) {
    return new ZooKeeperEndpoint(connect, Optional.empty(), sessionTimeout, LARGEST_NODE);
  }

  /** The same with an identity. */
  public ZooKeeperEndpoint as(Path file) {
    return new ZooKeeperEndpoint(connect, Optional.of(file), sessionTimeout, largestNode);
  }
}
