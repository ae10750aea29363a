package dev.portolan.server.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps faults for the test to look at. */
public final class CollectedFaults implements FaultPolicy {
  private final List<Throwable> causes = new CopyOnWriteArrayList<>();

  public List<Throwable> causes() {
    return causes;
  }

  @Override
  public void fault(String where, Throwable cause) {
    causes.add(cause);
  }
}
