package dev.portolan.agent.discovery.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when something in the directories may have changed. Says too much rather than too little;
 * where it cannot watch, the slow rescan finds changes. One thread watches, another may close.
 */
final class DirectoryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

  private final WatchService service;
  private final Map<Path, Watched> watched = new HashMap<>();
  private boolean refused;

  private record Watched(String fileKey, WatchKey key) {}

  DirectoryWatch(WatchService service) {
    this.service = service;
  }

  /** Watches exactly these directories; true if some are new, so that they must be listed again. */
  boolean watch(Map<Path, String> directories) {
    watched
        .entrySet()
        .removeIf(
            entry -> {
              boolean same =
                  entry.getValue().fileKey().equals(directories.get(entry.getKey()))
                      && entry.getValue().key().isValid();
              if (!same) {
                entry.getValue().key().cancel();
              }
              return !same;
            });
    boolean added = false;
    for (Map.Entry<Path, String> directory : directories.entrySet()) {
      if (!watched.containsKey(directory.getKey())) {
        added |= register(directory.getKey(), directory.getValue());
      }
    }
    return added;
  }

  private boolean register(Path directory, String fileKey) {
    try {
      WatchKey key =
          directory.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(directory, new Watched(fileKey, key));
      refused = false;
      return true;
    } catch (IOException e) {
      if (!refused) {
        LOG.warn(
            "cannot watch {}: {}; changes are found by the slow rescan", directory, e.toString());
        refused = true;
      }
      return false;
    }
  }

  /**
   * Waits for something to happen; false when nothing did.
   *
   * @throws ClosedWatchServiceException when closed
   */
  boolean await(long nanos) throws InterruptedException {
    WatchKey key = service.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    if (key == null) {
      return false;
    }
    key.pollEvents();
    key.reset();
    return true;
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
