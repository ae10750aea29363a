package dev.portolan.bench.wire;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What has gone over the streams of a group, in messages and their bytes. Thread-safe. */
public final class Traffic {
  private final LongAdder down = new LongAdder();
  private final LongAdder up = new LongAdder();
  private final LongAdder resources = new LongAdder();
  private final LongAccumulator largest = new LongAccumulator(Math::max, 0);

  void received(int bytes, int carried) {
    down.add(bytes);
    resources.add(carried);
    largest.accumulate(bytes);
  }

  void sent(int bytes) {
    up.add(bytes);
  }

  /** Bytes to the subscribers. */
  public long down() {
    return down.sum();
  }

  /** Bytes from the subscribers. */
  public long up() {
    return up.sum();
  }

  /** Of the bytes to the subscribers, those of the resources that they asked for. */
  public long resources() {
    return resources.sum();
  }

  /** Bytes of the largest message. */
  public long largest() {
    return largest.get();
  }
}
