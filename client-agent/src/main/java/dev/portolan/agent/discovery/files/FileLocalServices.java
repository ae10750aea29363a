package dev.portolan.agent.discovery.files;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import dev.portolan.registry.OriginId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of Kubernetes YAML and JSON as a cluster's services. All work is done on one thread
 * of its own; only {@link #start} and {@link #close} are called from others.
 */
public final class FileLocalServices implements LocalServices {
  private static final Logger LOG = LoggerFactory.getLogger(FileLocalServices.class);

  private final FileSettings settings;
  private final InputDirectory input;
  private final DirectoryWatch watch;
  private @Nullable Thread thread;
  private volatile boolean closed;

  // Confined to the thread.
  private ClusterConversion conversion;
  private LocalState last = LocalState.NOTHING;
  private boolean published;

  /**
   * Reads nothing before it is started.
   *
   * @throws UncheckedIOException if the system has no more watches to give
   */
  public FileLocalServices(OriginId origin, FileSettings settings) {
    this(ClusterConversion.of(origin), settings);
  }

  /**
   * Reads nothing before it is started.
   *
   * @param empty the conversion to begin with, of a cluster of which nothing was observed
   * @throws UncheckedIOException if the system has no more watches to give
   */
  public FileLocalServices(ClusterConversion empty, FileSettings settings) {
    this.settings = settings;
    this.input = new InputDirectory(settings);
    this.conversion = empty;
    try {
      this.watch = new DirectoryWatch(settings.directory().getFileSystem().newWatchService());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot watch " + settings.directory(), e);
    }
  }

  @Override
  public synchronized void start(Consumer<LocalState> listener) {
    if (thread != null || closed) {
      throw new IllegalStateException("a file origin is started once, before it is closed");
    }
    thread = new Thread(() -> run(listener), "portolan-files");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Consumer<LocalState> listener) {
    try {
      while (!closed) {
        refresh(listener);
        if (watch.await(nanosToWait())) {
          awaitQuiet();
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("closed while waiting", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refresh(Consumer<LocalState> listener) {
    try {
      DirectoryListing listing = DirectoryListing.of(settings.directory());
      if (watch.watch(listing.directories())) {
        listing = DirectoryListing.of(settings.directory());
      }
      conversion = conversion.with(input.refresh(listing, System.nanoTime()));
      if (input.complete()) {
        conversion = conversion.withExportsRead();
      }
      LocalState state = conversion.state(input.findings(), input.complete());
      if (!closed && (!published || !state.equals(last))) {
        published = true;
        last = state;
        listener.accept(state);
      }
    } catch (ClosedWatchServiceException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("bug while reading {}; the last state stands", settings.directory(), e);
    }
  }

  private long nanosToWait() {
    long rescan = settings.rescan().toNanos();
    long untilDeadline =
        input.deadline().stream().map(at -> at - System.nanoTime()).findFirst().orElse(rescan);
    return Math.min(rescan, Math.max(settings.quiet().toNanos(), untilDeadline));
  }

  private void awaitQuiet() throws InterruptedException {
    long end = System.nanoTime() + settings.burst().toNanos();
    while (end - System.nanoTime() > 0 && watch.await(settings.quiet().toNanos())) {
      // more of the same burst
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    try {
      watch.close();
      if (running != null && running != Thread.currentThread()) {
        running.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the watch of " + settings.directory(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
