package dev.portolan.server.control;

/**
 * What to do about a fault that must not stop the registry: a bug or a publisher that throws.
 * Called from the loop's thread; must not throw. Production logs and counts, tests collect and
 * fail.
 */
@FunctionalInterface
public interface FaultPolicy {

  /** {@code where} names what failed; the loop goes on unless the text says otherwise. */
  void fault(String where, Throwable cause);
}
