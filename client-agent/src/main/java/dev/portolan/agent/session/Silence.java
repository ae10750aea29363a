package dev.portolan.agent.session;

/**
 * Tells when a peer that should be heard at every beat has fallen silent. Counts beats instead of
 * measuring time: a pause of this process is then not taken for a silence of the peer. Confined to
 * one thread; one per stream.
 */
public final class Silence {
  /** Beats without a sound after which the peer counts as gone. */
  public static final int BEATS = 3;

  private int silentBeats;

  /** Something arrived. */
  public void heard() {
    silentBeats = 0;
  }

  /** A beat passed. True when nothing was heard for {@value #BEATS} whole beats. */
  public boolean beat() {
    // The beat under way when the last sound came was not a silent one.
    return ++silentBeats > BEATS;
  }
}
