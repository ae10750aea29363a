package dev.portolan.bench.subject;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.wire.Crowd;
import dev.portolan.bench.wire.Traffic;

/**
 * A server under test with its subscribers, all of which have everything. One change at a time; by
 * one thread.
 */
public interface Subject extends AutoCloseable {
  /** For tables. */
  String name();

  ServerProcess server();

  int subscribers();

  Traffic traffic();

  /** Subscribers that have got a change. */
  Crowd updated();

  /** Begins to publish one change. */
  void trigger();

  /** Publishes one change; nanoseconds until the last subscriber has got it. */
  default long publish() {
    Crowd.Wave all = updated().expect(subscribers());
    long begin = System.nanoTime();
    trigger();
    return all.last(60) - begin;
  }

  @Override
  void close();
}
