package dev.portolan.server.rpc;

/** A failure that lasts until a person has decided; its message says how. */
public interface DecisionNeeded {

  /** For programs, in capitals. */
  String reason();

  /** Whether it is the peer who may not; else nobody may, at present. */
  boolean denied();
}
