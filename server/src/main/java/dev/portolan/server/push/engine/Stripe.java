package dev.portolan.server.push.engine;

import java.util.concurrent.Executor;

/** Runs what belongs to some of the streams, one thing after the other. Thread-safe. */
interface Stripe extends Executor, AutoCloseable {

  /** Does something that can wait for a moment, so that more of its kind is done together. */
  void executeSoon(Runnable task);

  /** What is to be done soon is to be done now. */
  void hurry();

  @Override
  void close();

  /** On another's thread, which is woken up for everything and closed by its owner. */
  static Stripe on(Executor thread) {
    return new Stripe() {
      @Override
      public void execute(Runnable task) {
        thread.execute(task);
      }

      @Override
      public void executeSoon(Runnable task) {
        thread.execute(task);
      }

      @Override
      public void hurry() {
        // It never rests.
      }

      @Override
      public void close() {
        // The owner's business.
      }
    };
  }
}
