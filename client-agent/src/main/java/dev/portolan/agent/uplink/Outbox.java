package dev.portolan.agent.uplink;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Finding;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.v1.Batch;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.ItemRejection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the hub has of this origin, what it should have, and the numbered batches between the two.
 * Knows no stream; lives as long as the incarnation. Confined to the uplink's loop.
 *
 * <p>A record is withdrawn only when a complete local state does not have it. A number, once given,
 * always stands for the same content: a batch whose fate is unknown is repeated as it was, so it
 * does not matter whether the hub has it already.
 */
final class Outbox {
  /** Batches that may be without an acknowledgement. */
  static final int WINDOW = 4;

  private final RefusedItems refused = new RefusedItems();
  private final Deque<Change> pending = new ArrayDeque<>();
  private final Deque<NumberedBatch> inFlight = new ArrayDeque<>();
  private final Deque<NumberedBatch> repeat = new ArrayDeque<>();
  private LocalState desired = LocalState.NOTHING;
  private RegistrySnapshot acknowledged = RegistrySnapshot.EMPTY;
  // What is acknowledged, in flight, or refused for good: the base of what is still to send.
  private RegistrySnapshot reported = RegistrySnapshot.EMPTY;
  private long lastNumber;
  private long acknowledgedNumber;
  private String acknowledgedEpoch = "";
  // A list is on its way after others were: what was acknowledged before it is no place to resume
  // at.
  private boolean listingAgain;

  // Of the hub that was greeted last.
  private Forgetting forgetting = Forgetting.EVERYTHING;

  /** The hub should have this now. */
  void want(LocalState state) {
    desired = state;
    refused.retainUnchanged(state);
    plan();
  }

  LocalState desired() {
    return desired;
  }

  private void plan() {
    pending.clear();
    RegistryDelta delta = RegistryDelta.between(reported, desired.records());
    delta.upserts().values().forEach(record -> pending.add(Change.put(record)));
    if (desired.complete()) {
      delta.removals().forEach(this::planRemoval);
    }
  }

  private void planRemoval(ResourceKey key) {
    switch (key.kind()) {
      case SLICE -> pending.add(Change.removal(key));
      case SERVICE -> {
        pending.add(Change.removal(key));
        // The hub withdraws a service with its slices; those that are still here come again.
        desired
            .records()
            .origin(((ServiceKey) key).origin())
            .slicesOf((ServiceKey) key)
            .forEach(slice -> pending.add(Change.put(slice)));
      }
      // A cluster's facts are replaced, never withdrawn: the protocol has no word for it.
      case CLUSTER,
          REPORT,
          LIVENESS,
          HOLD,
          REGISTRATION,
          CAPACITY,
          VIRTUAL_MESH,
          FAILOVER_POLICY,
          TRAFFIC_POLICY,
          ACCESS_POLICY -> {}
    }
  }

  /** Nothing of this incarnation counts at the hub: everything is to be listed again. */
  void startOver(Limits limits) {
    forgetting = Forgetting.under(limits);
    inFlight.clear();
    repeat.clear();
    acknowledged = RegistrySnapshot.EMPTY;
    reported = RegistrySnapshot.EMPTY;
    listingAgain = acknowledgedNumber > 0;
    plan();
  }

  /** The hub has the whole list. */
  void listConfirmed() {
    listingAgain = false;
  }

  /**
   * The hub has every batch up to {@code number} and no other.
   *
   * @return false if that cannot be: it had acknowledged more, or that many were never sent. What
   *     it holds is then unknown; everything is sent again and nothing is withdrawn
   */
  boolean resumeAfter(long number, Limits limits) {
    if (number < acknowledgedNumber || number > lastNumber) {
      lastNumber = number;
      acknowledgedNumber = number;
      startOver(limits);
      return false;
    }
    inFlight.addAll(repeat);
    repeat.clear();
    settleUpTo(number);
    acknowledged = forgetting.before(limits, acknowledged, desired.records());
    forgetting = Forgetting.under(limits);
    reported = acknowledged;
    if (inFlight.stream().allMatch(batch -> batch.fits(limits))) {
      repeat.addAll(inFlight);
      repeat.forEach(batch -> reported = applied(batch.changes(), reported));
    } else {
      lastNumber = number;
    }
    inFlight.clear();
    plan();
    return true;
  }

  /** The next batch to send, if the window is open and there is something to say. */
  Optional<NumberedBatch> next(Limits limits) {
    if (inFlight.size() >= WINDOW) {
      return Optional.empty();
    }
    NumberedBatch batch = repeat.poll();
    if (batch == null) {
      batch = cut(limits);
    }
    if (batch.changes().isEmpty()) {
      return Optional.empty();
    }
    inFlight.add(batch);
    return Optional.of(batch);
  }

  private NumberedBatch cut(Limits limits) {
    List<Change> changes = new ArrayList<>();
    Batch.Builder message = Batch.newBuilder().setNumber(lastNumber + 1);
    int bytes = Limits.ENVELOPE;
    while (!pending.isEmpty() && changes.size() < limits.maxItems()) {
      Change change = pending.element();
      BatchItem item = ReportCodec.item(change);
      int size = item.getSerializedSize() + ReportCodec.ITEM_OVERHEAD;
      boolean tooLarge = Limits.ENVELOPE + size > limits.maxBytes();
      if (!tooLarge && bytes + size > limits.maxBytes()) {
        break;
      }
      pending.remove();
      if (tooLarge) {
        refused.tooLarge(change, size, limits.maxBytes());
        reported = applied(List.of(change), reported);
      } else {
        changes.add(change);
        message.addItems(item);
        bytes += size;
      }
    }
    reported = applied(changes, reported);
    lastNumber += changes.isEmpty() ? 0 : 1;
    return new NumberedBatch(changes, message.build());
  }

  /**
   * The hub has a batch, and every one before it.
   *
   * @return false if no batch with this number was sent
   */
  boolean acknowledge(BatchAcknowledgement acknowledgement) {
    long number = acknowledgement.getNumber();
    if (number > lastNumber) {
      return false;
    }
    acknowledgedEpoch = acknowledgement.getRevision().getEpoch();
    NumberedBatch last = settleUpTo(number);
    if (last != null && last.number() == number) {
      for (ItemRejection rejection : acknowledgement.getRejectionsList()) {
        if (rejection.getItem() >= 0 && rejection.getItem() < last.changes().size()) {
          refused.rejected(last.changes().get(rejection.getItem()), rejection);
        }
      }
    }
    return true;
  }

  private @Nullable NumberedBatch settleUpTo(long number) {
    NumberedBatch last = null;
    for (NumberedBatch batch = inFlight.peek();
        batch != null && batch.number() <= number;
        batch = inFlight.peek()) {
      last = inFlight.remove();
      acknowledged = applied(last.changes(), acknowledged);
      last.changes().forEach(change -> refused.accepted(change.key()));
    }
    acknowledgedNumber = Math.max(acknowledgedNumber, number);
    return last;
  }

  // The last change of a key counts. As at the hub, a service goes with its slices.
  private static RegistrySnapshot applied(List<Change> changes, RegistrySnapshot to) {
    SortedMap<ResourceKey, Recorded<?>> puts = new TreeMap<>();
    SortedSet<ResourceKey> removals = new TreeSet<>();
    for (Change change : changes) {
      ResourceKey key = change.key();
      if (change.record().isPresent()) {
        puts.put(key, change.record().get());
        removals.remove(key);
        continue;
      }
      puts.remove(key);
      removals.add(key);
      if (key instanceof ServiceKey service) {
        puts.keySet()
            .removeIf(put -> put instanceof SliceKey slice && slice.service().equals(service));
        to.origin(service.origin())
            .slicesOf(service)
            .forEach(slice -> removals.add(slice.resource().key()));
      }
    }
    return new RegistryDelta(to.revision(), to.revision(), puts, removals).applyTo(to);
  }

  /**
   * Whether everything that exists has been named on this stream, so that its absences mean
   * something.
   */
  boolean listedAll() {
    return desired.complete() && pending.isEmpty() && repeat.isEmpty() && !refused.anyTooLarge();
  }

  /** Number of the last batch that was cut. */
  long lastNumber() {
    return lastNumber;
  }

  long acknowledgedNumber() {
    return acknowledgedNumber;
  }

  /**
   * Where {@link #acknowledgedNumber} was acknowledged; empty where the hub must not resume after
   * it. While a list that follows others is not confirmed, what is between the two is not known
   * here any more: batches that were given up have numbers that the hub may lack, and withdrawals
   * that only a whole list tells.
   */
  String acknowledgedEpoch() {
    return listingAgain ? "" : acknowledgedEpoch;
  }

  SortedSet<Finding> findings() {
    return refused.findings();
  }
}
