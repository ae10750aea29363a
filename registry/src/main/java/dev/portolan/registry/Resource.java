package dev.portolan.registry;

/** One record of the registry: replaced as a whole, equal by content. */
public sealed interface Resource
    permits Capacity,
        Cluster,
        EndpointSlice,
        Hold,
        Liveness,
        Registration,
        ReportProgress,
        Rule,
        Service {

  /** Under which the record is kept. */
  ResourceKey key();
}
