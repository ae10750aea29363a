package dev.portolan.it.faults;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hears from the system of every object file that is removed or written, so that none is missed
 * that comes back. What stands when it begins must stay; what {@link #mayGo} and {@link #mayChange}
 * name is excepted. Thread-safe.
 */
final class ObjectWatch implements AutoCloseable {
  private final WatchService service;
  private final Map<WatchKey, FileSite> keys = new HashMap<>();
  private final Map<FileSite, SortedMap<String, String>> before = new HashMap<>();
  private final List<String> mayGo = new CopyOnWriteArrayList<>();
  private final List<String> mayChange = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::watch, "object-watch");
  private final AtomicLong events = new AtomicLong();

  private ObjectWatch(WatchService service) {
    this.service = service;
  }

  /** Begins with what stands now. */
  static ObjectWatch over(FileFederation federation) throws IOException {
    ObjectWatch watch = new ObjectWatch(Path.of("").getFileSystem().newWatchService());
    for (FileSite site : federation.sites().values()) {
      watch.keys.put(
          site.output()
              .register(
                  watch.service,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY,
                  StandardWatchEventKinds.ENTRY_DELETE),
          site);
      watch.before.put(site, site.objects());
    }
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  /** From now on objects of a service may be removed, and written anew. */
  void mayGo(String service) {
    mayGo.add(service);
    mayChange.add(service);
  }

  /** From now on objects of a service may be written otherwise. */
  void mayChange(String service) {
    mayChange.add(service);
  }

  /** What went or changed that nobody explained. */
  List<String> violations() {
    return violations;
  }

  /** How much was heard. */
  long events() {
    return events.get();
  }

  private void watch() {
    try {
      while (true) {
        WatchKey key = service.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          seen(Objects.requireNonNull(keys.get(key)), event);
        }
        key.reset();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      // It ends.
    }
  }

  private void seen(FileSite site, WatchEvent<?> event) {
    if (!(event.context() instanceof Path name)) {
      violations.add("some events in " + site.name() + " were missed");
      return;
    }
    if (!FileSite.isObject(name)) {
      return;
    }
    events.incrementAndGet();
    String file = name.toString();
    if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
      if (!excepted(mayGo, file)) {
        violations.add("%s was removed in %s".formatted(file, site.name()));
      }
    } else if (!excepted(mayChange, file)) {
      compare(site, file);
    }
  }

  private void compare(FileSite site, String file) {
    try {
      String now = FileSite.text(site.output().resolve(file));
      String then = before.getOrDefault(site, site.objects()).getOrDefault(file, "");
      if (!now.equals(then)) {
        violations.add(
            "%s was changed in %s from%n%s%nto%n%s".formatted(file, site.name(), then, now));
      }
    } catch (NoSuchFileException e) {
      // Of its removal there is an event of its own.
    } catch (IOException e) {
      violations.add("%s in %s cannot be read: %s".formatted(file, site.name(), e));
    }
  }

  private static boolean excepted(List<String> services, String file) {
    return services.stream().anyMatch(service -> file.contains(".portolan-" + service + "-"));
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
