package dev.portolan.registration;

import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.RegistrationOutcome;
import dev.portolan.v1.RegistrationState;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What is to be registered, and how much of it the hub knows. Callers change it from any thread,
 * the {@link SessionLoop} takes work from it and says what became of it; one lock, held for
 * moments.
 */
final class Wanted {
  private final Map<RegistrationName, Entry> entries = new LinkedHashMap<>();
  private final Set<RegistrationName> withdrawn = new LinkedHashSet<>();
  private boolean closing;
  private boolean changed;

  /** One instance: as it is to be, and whether the hub has it, and has it so. */
  private static final class Entry {
    private Registration message;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private boolean registered;
    private boolean fresh = true;

    Entry(Registration message) {
      this.message = message;
    }
  }

  /**
   * What there is to do.
   *
   * @param registered how many the hub has of what is wanted
   */
  record Work(
      List<RegistrationName> withdraw,
      List<Registration> register,
      int registered,
      boolean closing) {}

  /** Wants an instance; the future completes when the hub has it, or does not take it. */
  synchronized CompletableFuture<Void> add(Registration message) {
    if (closing) {
      throw new IllegalStateException("the client is closed");
    }
    Entry entry = new Entry(message);
    RegistrationName name = Names.of(message);
    if (entries.containsKey(name)) {
      throw new IllegalArgumentException(Names.text(message) + " is registered already");
    }
    entries.put(name, entry);
    withdrawn.remove(name);
    wake();
    return entry.first;
  }

  synchronized void ready(RegistrationName name, boolean ready) {
    Entry entry = entries.get(name);
    if (entry != null && entry.message.getReady() != ready) {
      entry.message = entry.message.toBuilder().setReady(ready).build();
      entry.fresh = true;
      wake();
    }
  }

  synchronized void withdraw(RegistrationName name) {
    if (entries.remove(name) != null) {
      withdrawn.add(name);
      wake();
    }
  }

  /** Wants nothing any more. */
  synchronized void close() {
    closing = true;
    wake();
  }

  /** What there is to do; to register at most so many at once. */
  synchronized Work next(int atMost) {
    return new Work(
        List.copyOf(withdrawn),
        entries.values().stream()
            .filter(entry -> entry.fresh)
            .limit(atMost)
            .map(entry -> entry.message)
            .toList(),
        registered(),
        closing);
  }

  /** How many the hub has. */
  synchronized int registered() {
    return (int) entries.values().stream().filter(entry -> entry.registered).count();
  }

  /** The hub has lost some: all are to be registered again. */
  synchronized void registerAgain() {
    entries.values().forEach(entry -> entry.fresh = true);
  }

  /** What the hub did not take is tried once more. */
  synchronized void retryRefused() {
    entries.values().stream()
        .filter(entry -> !entry.registered)
        .forEach(entry -> entry.fresh = true);
  }

  synchronized void gone(List<RegistrationName> names) {
    names.forEach(withdrawn::remove);
  }

  /** The hub has decided about these. */
  void decided(
      List<Registration> sent,
      List<RegistrationOutcome> outcomes,
      BiConsumer<String, String> refused) {
    List<Runnable> news = new ArrayList<>();
    synchronized (this) {
      for (int i = 0; i < sent.size(); i++) {
        decide(sent.get(i), outcomes.get(i), refused, news);
      }
    }
    news.forEach(Runnable::run);
  }

  private void decide(
      Registration sent,
      RegistrationOutcome outcome,
      BiConsumer<String, String> refused,
      List<Runnable> news) {
    Entry entry = entries.get(Names.of(sent));
    if (entry == null) {
      return;
    }
    boolean taken = outcome.getState() == RegistrationState.REGISTRATION_STATE_REGISTERED;
    boolean before = entry.registered;
    entry.registered = taken;
    entry.fresh = !entry.message.equals(sent);
    if (taken) {
      news.add(() -> entry.first.complete(null));
      return;
    }
    String reason =
        outcome.getViolationsList().stream()
            .map(each -> each.getField() + " " + each.getDescription())
            .collect(Collectors.joining("; "));
    if (entry.first.isDone()) {
      // Said when it begins, not with every attempt.
      if (before) {
        news.add(() -> refused.accept(Names.text(sent), reason));
      }
      return;
    }
    entries.remove(Names.of(sent));
    Status.Code code =
        outcome.getState() == RegistrationState.REGISTRATION_STATE_SUPERSEDED
            ? Status.Code.ALREADY_EXISTS
            : Status.Code.INVALID_ARGUMENT;
    news.add(
        () ->
            entry.first.completeExceptionally(
                new RegistrationRefusedException(
                    code, Names.text(sent) + " is not registered: " + reason, null)));
  }

  /** The hub refuses a whole request: nobody waits any longer for what it never had. */
  void refused(List<Registration> sent, RegistrationRefusedException refusal) {
    List<Entry> given = new ArrayList<>();
    synchronized (this) {
      for (Registration each : sent) {
        Entry entry = entries.get(Names.of(each));
        if (entry != null && !entry.first.isDone()) {
          entries.remove(Names.of(each));
          given.add(entry);
        }
      }
    }
    given.forEach(entry -> entry.first.completeExceptionally(refusal));
  }

  /** Waits until something changes, at most so long. */
  synchronized void await(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (!changed && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    changed = false;
  }

  private void wake() {
    changed = true;
    notifyAll();
  }
}
