package dev.portolan.source.consul;

import dev.portolan.agent.session.Backoff;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.source.loop.Setback;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.Instance;
import dev.portolan.source.records.RegistryWatch;
import dev.portolan.source.records.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the names of all services and for the instances of each, again and again, and decides
 * what of the answers is believed. A failure takes nothing back, nor does an answer that may leave
 * something out. Confined to the source's loop.
 */
final class ConsulWatch implements RegistryWatch {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);

  private final OriginId origin;
  private final ConsulApi api;
  private final Importing importing;
  private final ConsulPace pace;
  private final SourceLoop loop;
  private final Runnable changed;
  private final Slots slots;
  private final Cursor cursor = new Cursor();
  private final Backoff namesBackoff;
  private final Backoff serverBackoff;
  private final Setback setback;
  private final SortedMap<String, ServiceWatch> watches = new TreeMap<>();
  private SortedSet<String> names = new TreeSet<>();
  // Whose answers leave out what was there: believed when the names, asked after them, show that
  // Consul's state is still the one it was.
  private final Set<ServiceWatch> doubted = new LinkedHashSet<>();
  private final Set<ServiceWatch> confirming = new LinkedHashSet<>();
  private @Nullable CompletableFuture<?> question;
  private int turn;
  private @Nullable Trouble trouble;
  private boolean everListed;
  private boolean complete;

  /**
   * @param changed told when records or findings may be others
   */
  ConsulWatch(
      OriginId origin,
      ConsulApi api,
      Importing importing,
      ConsulPace pace,
      SourceLoop loop,
      Runnable changed) {
    this.origin = origin;
    this.api = api;
    this.importing = importing;
    this.pace = pace;
    this.loop = loop;
    this.changed = changed;
    this.slots = new Slots(pace.connections());
    this.namesBackoff = backoff();
    this.serverBackoff = backoff();
    this.setback = new Setback(loop, pace.resetGrace(), this::settle);
  }

  private Backoff backoff() {
    return new Backoff(FIRST_RETRY, pace.retry(), loop.random());
  }

  @Override
  public void begin() {
    askNames();
    changed.run();
  }

  private void askNames() {
    confirming.addAll(doubted);
    doubted.clear();
    if (!confirming.isEmpty()) {
      cursor.restart();
    }
    int mine = ++turn;
    question =
        answer(
            api.services(new Question(cursor.index(), pace.patience())),
            (reply, failure) -> {
              if (mine == turn) {
                question = null;
                namesAnswered(reply, failure);
              }
            });
  }

  private void confirm(ServiceWatch watch) {
    doubted.add(watch);
    if (question != null && confirming.isEmpty()) {
      question.cancel(true);
      askNames();
    }
  }

  private <T> CompletableFuture<?> answer(
      CompletableFuture<Reply<T>> asked,
      BiConsumer<@Nullable Reply<T>, @Nullable ConsulException> then) {
    var unused =
        asked.whenComplete(
            (reply, failure) -> loop.execute(() -> then.accept(reply, known(failure))));
    return asked;
  }

  private static @Nullable ConsulException known(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause == null || cause instanceof ConsulException
        ? (ConsulException) cause
        : new ConsulException(ConsulException.Kind.UNREACHABLE, cause.toString());
  }

  private void namesAnswered(
      @Nullable Reply<SortedMap<String, SortedSet<String>>> reply,
      @Nullable ConsulException failure) {
    if (reply == null) {
      trouble = troubleAfter(Optional.ofNullable(trouble), failure);
      cursor.restart();
      later(namesBackoff.next(), this::askNames);
    } else {
      namesBackoff.reset();
      answered(cursor.advance(reply.index()));
      namesListed(reply);
      confirmed(reply.concealed());
      later(pace.pause(), this::askNames);
    }
    changed.run();
  }

  private void confirmed(boolean concealed) {
    for (ServiceWatch watch : confirming) {
      if (concealed && !names.contains(watch.name())) {
        watch.hide();
        watch.trouble(hiddenFrom(watch));
      } else if (!setback.pending()) {
        forget(watch);
      }
    }
    confirming.clear();
  }

  private void namesListed(Reply<SortedMap<String, SortedSet<String>>> reply) {
    SortedSet<String> listed = new TreeSet<>();
    reply
        .value()
        .forEach(
            (name, tags) -> {
              if (importing.mayHave(name, tags)) {
                listed.add(name);
              }
            });
    everListed |= !listed.isEmpty();
    trouble = listed.isEmpty() && reply.concealed() ? nothingShown() : null;
    names = listed;
    listed.forEach(
        name -> {
          if (!watches.containsKey(name)) {
            ServiceWatch watch = new ServiceWatch(name, backoff());
            watches.put(name, watch);
            enter(watch);
          }
        });
    List.copyOf(watches.values()).forEach(this::condemnIfDeserted);
    setback.listed(!listed.isEmpty());
  }

  private Trouble nothingShown() {
    return trouble != null && trouble.code() == FindingCode.SOURCE_DENIED
        ? trouble
        : new Trouble(
            FindingCode.SOURCE_DENIED,
            "it shows no service and leaves out what its access rules hide",
            now());
  }

  private void enter(ServiceWatch watch) {
    slots.enter(
        () -> {
          if (watch.over()) {
            slots.leave();
            return;
          }
          long index = watch.cursor().index();
          watch.asking(
              index,
              answer(
                  api.instances(watch.name(), new Question(index, pace.patience(watches.size()))),
                  (reply, failure) -> {
                    slots.leave();
                    if (!watch.over()) {
                      instancesAnswered(watch, reply, failure);
                    }
                  }));
        });
  }

  private void instancesAnswered(
      ServiceWatch watch,
      @Nullable Reply<List<Instance>> reply,
      @Nullable ConsulException failure) {
    if (reply == null) {
      watch.trouble(troubleAfter(watch.trouble(), failure));
      watch.cursor().restart();
      later(watch.backoff().next(), () -> enter(watch));
    } else {
      watch.backoff().reset();
      answered(watch.cursor().advance(reply.index()));
      if (watch.take(reply.value(), reply.concealed())) {
        watch.spare();
        importing.update(watch);
      }
      if (lacks(watch)) {
        confirm(watch);
      }
      watch.trouble(watch.hidden() ? hiddenFrom(watch) : null);
      condemnIfDeserted(watch);
      askOn(watch);
    }
    changed.run();
  }

  // Consul serves those who wait from a stream, which does not say what access rules leave out.
  private void askOn(ServiceWatch watch) {
    if (watch.kept() > 0 && !watch.lacksForSure() && !watch.hidden() && !setback.pending()) {
      watch.cursor().restart();
      enter(watch);
    } else {
      later(pace.pause(), () -> enter(watch));
    }
  }

  private Trouble hiddenFrom(ServiceWatch watch) {
    return watch
        .trouble()
        .filter(known -> known.code() == FindingCode.SOURCE_DENIED)
        .orElseGet(
            () -> new Trouble(FindingCode.SOURCE_DENIED, "its access rules hide instances", now()));
  }

  // Any answer proves the server; one whose index went back proves that it is not what it was.
  private void answered(boolean indexWentBack) {
    serverBackoff.reset();
    slots.open();
    if (indexWentBack) {
      setback.happened();
    }
  }

  private Trouble troubleAfter(Optional<Trouble> before, @Nullable ConsulException failure) {
    ConsulException cause =
        failure == null
            ? new ConsulException(ConsulException.Kind.UNREADABLE, "neither answer nor failure")
            : failure;
    if (cause.kind().general()) {
      slots.close();
      later(serverBackoff.next(), slots::open);
    }
    return new Trouble(
        cause.kind().code(), cause.reason(), before.map(Trouble::since).orElseGet(this::now));
  }

  private void condemnIfDeserted(ServiceWatch watch) {
    if (watch.instances().isEmpty()
        && watch.answered()
        && !watch.hidden()
        && !names.contains(watch.name())
        && !watch.condemned()) {
      watch.condemn(loop.after(pace.desertedGrace(), () -> bury(watch)));
    }
  }

  private void bury(ServiceWatch watch) {
    watch.spare();
    if (watch.instances().isEmpty() && !names.contains(watch.name())) {
      watch.end();
      watches.remove(watch.name());
      importing.remove(watch.name());
      changed.run();
    }
  }

  // Absence counts again, but nobody is gone because time has passed while nobody answered: only
  // once Consul has said that its state is still the one that it was.
  private void settle() {
    List.copyOf(watches.values()).stream().filter(this::lacks).forEach(this::confirm);
    changed.run();
  }

  private boolean lacks(ServiceWatch watch) {
    return watch.kept() > 0 && watch.lacksForSure() && !watch.hidden() && !setback.pending();
  }

  private void forget(ServiceWatch watch) {
    if (watch.forgetKept()) {
      importing.update(watch);
      condemnIfDeserted(watch);
    }
  }

  private void later(Duration wait, Runnable task) {
    loop.after(wait, task);
  }

  private Instant now() {
    return loop.now().truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public boolean complete() {
    complete |=
        everListed && trouble == null && watches.values().stream().allMatch(ServiceWatch::answered);
    return complete;
  }

  @Override
  public List<Finding> findings() {
    return new ConsulFindings(origin, pace)
        .all(Optional.ofNullable(trouble), watches.values(), setback, names.isEmpty());
  }
}
