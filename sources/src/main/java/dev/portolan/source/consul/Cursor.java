package dev.portolan.source.consul;

/**
 * Where one question stands. Consul's index goes back when its state was lost or restored; asked
 * from the old one it would say nothing until that is reached again, so then, and after a failure,
 * one asks from nothing. Confined to the source's loop.
 */
final class Cursor {
  private long asked;
  private long highest;

  /** The index to ask from. */
  long index() {
    return asked;
  }

  /**
   * Takes the index of an answer.
   *
   * @return whether it is below that of an earlier answer
   */
  boolean advance(long answered) {
    boolean back = answered < highest;
    highest = answered;
    asked = back ? 0 : answered;
    return back;
  }

  /** The next question is answered at once. */
  void restart() {
    asked = 0;
  }
}
