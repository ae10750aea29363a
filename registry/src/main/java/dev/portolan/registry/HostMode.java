package dev.portolan.registry;

/** Under which name, and by which objects, clients in a cluster reach a host. */
public enum HostMode {
  /** A name of its own, {@code <service>.<namespace>.<suffix>}, for all clusters together. */
  GLOBAL,
  /**
   * The name that the service has at home, in clusters that have no such Service: a Service without
   * selector stands in, and a ServiceEntry gives it the others' endpoints.
   */
  REPLICA,
  /** The name that the service has at home: the others' endpoints join those of the own Service. */
  MERGE,
  /** Something that a later version knows. */
  UNKNOWN
}
