package dev.portolan.agent.apply.sink;

/** Told what others do to the objects. Called from any thread; only takes notes. */
public interface SinkWatcher {

  /** An object appeared or changed, ours or not. May be late: the handle's version decides. */
  void seen(ObservedObject object);

  /**
   * An object is gone.
   *
   * @param version its last one; a later state that is known by then stays
   */
  void gone(ObjectRef ref, String version);
}
