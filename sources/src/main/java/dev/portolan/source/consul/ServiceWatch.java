package dev.portolan.source.consul;

import dev.portolan.agent.session.Backoff;
import dev.portolan.source.loop.SourceLoop.Timer;
import dev.portolan.source.mapping.Instance;
import dev.portolan.source.records.Trouble;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one service: the instances of its last answer, and those that are kept although
 * it does not list them. Confined to the source's loop.
 */
final class ServiceWatch {
  private final String name;
  private final Cursor cursor = new Cursor();
  private final Backoff backoff;
  private SortedMap<String, Instance> known = new TreeMap<>();
  private final SortedSet<String> kept = new TreeSet<>();
  private long asked;
  private boolean answered;
  private boolean hidden;
  private boolean over;
  private @Nullable Trouble trouble;
  private @Nullable Future<?> question;
  private @Nullable Timer burial;

  ServiceWatch(String name, Backoff backoff) {
    this.name = name;
    this.backoff = backoff;
  }

  String name() {
    return name;
  }

  Cursor cursor() {
    return cursor;
  }

  Backoff backoff() {
    return backoff;
  }

  /**
   * Takes an answer. What it does not list is kept, until that is known to mean something.
   *
   * @param concealed it says that access rules leave something out; only of an answer that did not
   *     wait for news does it mean anything that this is not said
   * @return whether anything is another now
   */
  boolean take(List<Instance> listed, boolean concealed) {
    SortedMap<String, Instance> now = new TreeMap<>();
    listed.forEach(instance -> now.put(instance.id(), instance));
    kept.clear();
    known.forEach(
        (id, instance) -> {
          if (now.putIfAbsent(id, instance) == null) {
            kept.add(id);
          }
        });
    boolean lacking = listed.isEmpty() || !kept.isEmpty();
    // Nothing at all where something is concealed is no answer.
    if (concealed || asked == 0 || !lacking) {
      hidden = concealed && lacking;
    }
    answered |= !hidden || !listed.isEmpty();
    boolean changed = !now.equals(known);
    known = now;
    return changed;
  }

  /**
   * What is kept is gone, unless access rules may hide it.
   *
   * @return whether there was any
   */
  boolean forgetKept() {
    if (hidden || kept.isEmpty()) {
      return false;
    }
    known.keySet().removeAll(kept);
    kept.clear();
    return true;
  }

  Collection<Instance> instances() {
    return known.values();
  }

  /** How many instances are kept although they are not listed. */
  int kept() {
    return kept.size();
  }

  /** Access rules leave out what was there, or everything. */
  boolean hidden() {
    return hidden;
  }

  /** There was an answer that counts. */
  boolean answered() {
    return answered;
  }

  Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }

  void trouble(@Nullable Trouble now) {
    trouble = now;
  }

  void asking(long index, Future<?> future) {
    asked = index;
    question = future;
  }

  /** Whether what is not listed was not listed either when asked without waiting for news. */
  boolean lacksForSure() {
    return asked == 0;
  }

  /** Access rules may hide what is not listed. */
  void hide() {
    hidden = true;
  }

  /** It is not asked about any more. */
  void end() {
    over = true;
    if (question != null) {
      question.cancel(true);
    }
    spare();
  }

  boolean over() {
    return over;
  }

  /** It is about to be given up. */
  void condemn(Timer timer) {
    burial = timer;
  }

  boolean condemned() {
    return burial != null;
  }

  void spare() {
    if (burial != null) {
      burial.cancel();
      burial = null;
    }
  }
}
