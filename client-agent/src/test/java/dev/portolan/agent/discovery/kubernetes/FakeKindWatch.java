package dev.portolan.agent.discovery.kubernetes;

/** An informer that has listed and watches, and does what it is told. */
final class FakeKindWatch implements KindWatch {
  private final int generation;
  private int events;
  private boolean started;
  private boolean closed;

  FakeKindWatch(int generation) {
    this.generation = generation;
  }

  /** An event or a bookmark comes. */
  void progresses() {
    events++;
  }

  @Override
  public void start() {
    started = true;
  }

  @Override
  public int generation() {
    return generation;
  }

  @Override
  public KindInformer.Phase phase() {
    return KindInformer.Phase.LISTED;
  }

  @Override
  public boolean watching() {
    return started && !closed;
  }

  @Override
  public String progress() {
    return String.valueOf(events);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
