package dev.portolan.cli.shell;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Waits for what can only be asked, again and again.
 *
 * @param nanoTime as {@link System#nanoTime}
 * @param pause lets time pass between two questions
 */
public record Patience(LongSupplier nanoTime, Pause pause) {
  /** A question that may itself have to wait. */
  @FunctionalInterface
  public interface Question<T> {
    T ask() throws InterruptedException;
  }

  public static Patience ofClock() {
    return new Patience(System::nanoTime, Pause.ofClock());
  }

  /**
   * Asks until the answer is enough, or until {@code timeout} has passed.
   *
   * @return the last answer, enough or not
   */
  public <T> T until(
      Duration timeout, Duration interval, Question<T> question, Predicate<? super T> enough)
      throws InterruptedException {
    long start = nanoTime.getAsLong();
    T answer = question.ask();
    while (!enough.test(answer) && nanoTime.getAsLong() - start < timeout.toNanos()) {
      pause.pause(interval);
      answer = question.ask();
    }
    return answer;
  }
}
