package dev.portolan.server.ingest;

import dev.portolan.registry.ResourceKey;
import dev.portolan.server.rpc.InvalidRequestException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * Where a report stream stands: {@code AwaitingHello → Listing → Live}, or straight to {@code Live}
 * when the hub holds the incarnation's list already, and {@code Closed} from anywhere. A message
 * that the present state does not expect is refused as the peer's fault.
 */
sealed interface ReportState {

  /** For messages: what is expected. */
  String expectation();

  /** Welcomed; the complete list is to follow. */
  default ReportState listing() {
    throw unexpected("a second hello");
  }

  /** Welcomed; everything up to batch {@code last} is in. */
  default ReportState resumed(long last) {
    throw unexpected("a second hello");
  }

  /** A batch has come that takes the latter back and offers the former. */
  default ReportState batch(
      long number, Collection<ResourceKey> keys, Collection<ResourceKey> withdrawn) {
    throw unexpected("batch " + number);
  }

  /** The list is complete. */
  default Listed complete(long lastBatch) {
    throw unexpected("complete");
  }

  private InvalidRequestException unexpected(String message) {
    return new InvalidRequestException(message + " is out of place: " + expectation());
  }

  /** The end of a list. */
  record Listed(Live next, Set<ResourceKey> keys) {}

  /** Nothing heard yet. */
  record AwaitingHello() implements ReportState {
    @Override
    public String expectation() {
      return "the first message of a report stream is a hello";
    }

    @Override
    public ReportState listing() {
      return new Listing(0, HashTreePSet.empty());
    }

    @Override
    public ReportState resumed(long last) {
      return new Live(last);
    }
  }

  /**
   * The initial list is coming.
   *
   * @param last number of the last batch of this stream; 0 before the first, which may have any
   *     number: batches that an earlier stream lost are part of the list that follows
   * @param listed keys of services and slices that the stream has named, refused ones as well: a
   *     refused update is not a withdrawal
   */
  record Listing(long last, PSet<ResourceKey> listed) implements ReportState {
    @Override
    public String expectation() {
      return "this stream's list is not complete yet";
    }

    @Override
    public ReportState batch(
        long number, Collection<ResourceKey> keys, Collection<ResourceKey> withdrawn) {
      if (last > 0) {
        requireNoGap(number, last);
      }
      Set<ResourceKey> back = new HashSet<>(withdrawn);
      List<ResourceKey> gone =
          back.isEmpty()
              ? List.of()
              : listed.stream().filter(key -> DecodedBatch.goesWith(key, back)).toList();
      return new Listing(Math.max(last, number), listed.minusAll(gone).plusAll(keys));
    }

    @Override
    public Listed complete(long lastBatch) {
      if (last > 0 && lastBatch != last) {
        throw new InvalidRequestException(
            "complete.last_batch", "is %d; the last batch was %d".formatted(lastBatch, last));
      }
      return new Listed(new Live(lastBatch), listed);
    }
  }

  /**
   * The list is in; batches carry increments.
   *
   * @param last number of the last batch
   */
  record Live(long last) implements ReportState {
    @Override
    public String expectation() {
      return "the list is complete, increments follow";
    }

    @Override
    public ReportState batch(
        long number, Collection<ResourceKey> keys, Collection<ResourceKey> withdrawn) {
      requireNoGap(number, last);
      return new Live(Math.max(last, number));
    }
  }

  /** Over; nothing is expected and nothing is said any more. */
  record Closed() implements ReportState {
    @Override
    public String expectation() {
      return "the stream is closed";
    }
  }

  private static void requireNoGap(long number, long last) {
    if (number > last + 1) {
      throw new InvalidRequestException(
          "batch.number",
          "is %d after %d; batches are numbered without gaps".formatted(number, last));
    }
  }
}
