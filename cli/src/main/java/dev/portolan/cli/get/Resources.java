package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Pause;
import java.time.Instant;
import java.util.List;

/** One kind of record: how it is read from the hub and how it is shown. Stateless. */
interface Resources<T> {
  String NONE = "<none>";
  String UNKNOWN = "<unknown>";

  /** Lower case, for example {@code service}; also its field in watch events. */
  String singular();

  /** For sentences, for example {@code services}. */
  String plural();

  List<String> columns(boolean wide);

  List<String> cells(T item, boolean wide, Instant now);

  /** Unique among its kind, for example {@code east-1/bookinfo/reviews}. */
  String path(T item);

  ObjectNode json(T item);

  /** The item without what changes all the time; a watch shows it again when this differs. */
  default Object settled(T item) {
    return item;
  }

  Listed<T> list(Hub hub, Selection selection);

  /**
   * Tells the sink what is there and what changes, until the hub ends the stream.
   *
   * @throws io.grpc.StatusRuntimeException or {@link dev.portolan.cli.shell.CommandException} when
   *     the hub cannot be asked
   */
  void follow(Hub hub, Selection selection, WatchSink<T> sink, Pause pause)
      throws InterruptedException;
}
