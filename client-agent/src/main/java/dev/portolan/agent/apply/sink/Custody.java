package dev.portolan.agent.apply.sink;

/** Whose an object is. */
public enum Custody {
  /** Carries our label: written, repaired and removed by us. */
  OURS,
  /** Carries our label, and a user's annotation that asks us to leave it alone. */
  UNMANAGED,
  /** Does not carry our label; never touched. */
  FOREIGN
}
