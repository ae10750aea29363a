package dev.portolan.server.push.engine.view;

/**
 * A point in the history of what is served.
 *
 * @param epoch names the lineage; points of different epochs cannot be ordered
 * @param sequence orders the points of one epoch
 */
public record Point(String epoch, long sequence) {

  @Override
  public String toString() {
    return epoch + "." + sequence;
  }
}
