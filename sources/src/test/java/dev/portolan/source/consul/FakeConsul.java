package dev.portolan.source.consul;

import dev.portolan.registry.Sorted;
import dev.portolan.source.loop.SourceLoop;
import dev.portolan.source.mapping.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A datacentre in memory, with Consul's index and its patience, on a test's time. Says what a test
 * tells it to say: nothing, errors, an earlier index. Confined to the test's thread.
 */
public final class FakeConsul implements ConsulApi {
  private final SourceLoop time;
  private final SortedMap<String, SortedMap<String, Instance>> services = new TreeMap<>();
  private final Map<String, Long> changed = new HashMap<>();
  private final List<Open<?>> open = new ArrayList<>();
  private long index = 10;
  private boolean silent;
  private Optional<ConsulException> failure = Optional.empty();
  private Set<String> concealed = Set.of();
  private boolean nothingShown;
  private int asked;
  private int mostOpen;

  /**
   * @param time on which questions run out of time
   */
  public FakeConsul(SourceLoop time) {
    this.time = time;
  }

  private record Open<T>(
      Supplier<Long> newest,
      long since,
      Supplier<Reply<T>> reply,
      CompletableFuture<Reply<T>> future) {
    boolean due() {
      return since == 0 || newest.get() > since;
    }

    void answer() {
      future.complete(reply.get());
    }
  }

  /** Registers an instance, or replaces it. */
  public void register(Instance instance) {
    services
        .computeIfAbsent(instance.service(), absent -> new TreeMap<>())
        .put(instance.id(), instance);
    touch(instance.service());
  }

  /** Takes an instance out. */
  public void deregister(String service, String id) {
    SortedMap<String, Instance> instances = services.get(service);
    if (instances != null) {
      instances.remove(id);
      if (instances.isEmpty()) {
        services.remove(service);
      }
    }
    touch(service);
  }

  private void touch(String service) {
    index++;
    changed.put(service, index);
    wake();
  }

  /** Its state is lost, and the index begins anew; it answers nobody who waits. */
  public void loseState() {
    services.clear();
    changed.clear();
    index = 5;
  }

  /** From now on every question fails, those that are open included. */
  public void fail(ConsulException.Kind kind, String reason) {
    failure = Optional.of(new ConsulException(kind, reason));
    List.copyOf(open).forEach(each -> each.future().completeExceptionally(failure.get()));
  }

  /** From now on nothing is answered. */
  public void fallSilent() {
    silent = true;
  }

  /** As always. */
  public void recover() {
    failure = Optional.empty();
    silent = false;
    wake();
  }

  /** Access rules hide the instances of these services. */
  public void conceal(String... names) {
    concealed = Set.of(names);
    index++;
    for (String name : names) {
      changed.put(name, index);
    }
    wake();
  }

  /** Access rules hide everything. */
  public void showNothing(boolean nothing) {
    nothingShown = nothing;
    index++;
    services.keySet().forEach(name -> changed.put(name, index));
    wake();
  }

  /** Questions so far. */
  public int asked() {
    return asked;
  }

  /** Questions about instances that were open at one time, at most. */
  public int mostOpen() {
    return mostOpen;
  }

  private void wake() {
    if (!silent) {
      List.copyOf(open).stream().filter(Open::due).forEach(Open::answer);
    }
  }

  @Override
  public CompletableFuture<Reply<SortedMap<String, SortedSet<String>>>> services(
      Question question) {
    return ask(question, () -> index, this::names);
  }

  private Reply<SortedMap<String, SortedSet<String>>> names() {
    SortedMap<String, SortedSet<String>> names = new TreeMap<>();
    if (!nothingShown) {
      services.forEach(
          (name, instances) -> {
            SortedSet<String> tags = new TreeSet<>();
            instances.values().forEach(instance -> tags.addAll(instance.tags()));
            names.put(name, tags);
          });
      names.keySet().removeAll(concealed);
    }
    return new Reply<>(names, index, nothingShown || !concealed.isEmpty());
  }

  @Override
  public CompletableFuture<Reply<List<Instance>>> instances(String service, Question question) {
    Supplier<Long> newest = () -> changed.getOrDefault(service, Math.min(index, 6));
    CompletableFuture<Reply<List<Instance>>> answer =
        ask(question, newest, () -> listed(service, newest.get(), question.index()));
    mostOpen =
        Math.max(mostOpen, (int) open.stream().filter(each -> !each.future().isDone()).count() - 1);
    return answer;
  }

  private Reply<List<Instance>> listed(String service, long at, long since) {
    boolean hidden = nothingShown || concealed.contains(service);
    return new Reply<>(
        hidden
            ? List.of()
            : List.copyOf(services.getOrDefault(service, Sorted.map(Map.of())).values()),
        at,
        // Who waits is served from a stream that does not say so.
        hidden && since == 0);
  }

  private <T> CompletableFuture<Reply<T>> ask(
      Question question, Supplier<Long> newest, Supplier<Reply<T>> reply) {
    asked++;
    CompletableFuture<Reply<T>> future = new CompletableFuture<>();
    if (failure.isPresent()) {
      future.completeExceptionally(failure.get());
      return future;
    }
    Open<T> asking = new Open<>(newest, question.index(), reply, future);
    open.add(asking);
    var unused = future.whenComplete((value, ended) -> open.remove(asking));
    if (!silent && asking.due()) {
      asking.answer();
    } else {
      time.after(
          question.patience(),
          () -> {
            if (silent) {
              future.completeExceptionally(
                  new ConsulException(ConsulException.Kind.UNREACHABLE, "no answer in time"));
            } else {
              asking.answer();
            }
          });
    }
    return future;
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(each -> each.future().cancel(true));
  }
}
