package dev.portolan.server.push.engine;

/**
 * How far one type of a stream may go now.
 *
 * @param view number of the view that it goes to; they grow along a stream
 * @param removals what was gone at the view of this number may be said to be gone
 */
record Clearance(long view, long removals) {

  /** All the way: nothing has to wait for other types. */
  static Clearance full(long view) {
    return new Clearance(view, view);
  }
}
