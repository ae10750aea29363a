package dev.portolan.server.push.engine;

import org.jspecify.annotations.Nullable;

/**
 * One stream's share of the way out: small responses always go, large ones when it is the stream's
 * turn, which lasts until the transport has taken all of them. Confined to its stream's thread.
 */
final class Pace {
  private final Turns turns;
  private final int bulkyBytes;
  private final Runnable wake;
  private Turns.@Nullable Turn turn;

  /**
   * A share that has not begun.
   *
   * @param wake run when it is the stream's turn, on any thread
   */
  Pace(Turns turns, int bulkyBytes, Runnable wake) {
    this.turns = turns;
    this.bulkyBytes = bulkyBytes;
    this.wake = wake;
  }

  /** Whether a response of so many bytes may go now; if not, the stream is woken when it may. */
  boolean admits(int bytes) {
    if (bytes <= bulkyBytes) {
      return true;
    }
    if (turn == null || turn.over()) {
      turn = turns.ask(wake);
    }
    return turn.held();
  }

  /** The transport has taken everything, and there is no more. */
  void rest() {
    if (turn != null) {
      turn.end();
      turn = null;
    }
  }
}
