package dev.portolan.registry;

import java.util.Locale;
import java.util.Optional;

/**
 * Identity of a record. Ordered by kind, then by the names from the outside in, so that everything
 * of one origin, namespace or service is one range.
 */
public sealed interface ResourceKey extends Comparable<ResourceKey>
    permits CapacityKey,
        HoldKey,
        OriginKey,
        PolicyKey,
        RegistrationKey,
        ServiceKey,
        SliceKey,
        VirtualMeshKey {

  /** What kind of record the key names. */
  Kind kind();

  /**
   * The key's names joined by '/', unique within the kind: {@code <origin>/<namespace>/<name>} for
   * a service. No name contains a '/', so the parts can be told apart.
   */
  String path();

  /** Whose record it is; empty for records that belong to no origin. */
  Optional<OriginId> owner();

  /**
   * Compares keys of any kinds; consistent with equals. Name by name, which is not the order of the
   * path texts: there {@code a-b/x} would come before {@code a/x}, because '-' and '.' sort before
   * '/', and an origin would be no range. Allocates nothing: a snapshot compares keys at each step.
   */
  @Override
  default int compareTo(ResourceKey other) {
    int byKind = kind().compareTo(other.kind());
    return byKind != 0 ? byKind : compareNames(this, other);
  }

  private static int compareNames(ResourceKey a, ResourceKey b) {
    return switch (a.kind()) {
      case VIRTUAL_MESH -> ((VirtualMeshKey) a).name().compareTo(((VirtualMeshKey) b).name());
      case FAILOVER_POLICY, TRAFFIC_POLICY, ACCESS_POLICY ->
          ((PolicyKey) a).name().compareTo(((PolicyKey) b).name());
      case CLUSTER, REPORT, LIVENESS ->
          ((OriginKey) a).origin().compareTo(((OriginKey) b).origin());
      case HOLD -> {
        int byOrigin = ((HoldKey) a).origin().compareTo(((HoldKey) b).origin());
        yield byOrigin != 0
            ? byOrigin
            : ((HoldKey) a).state().word().compareTo(((HoldKey) b).state().word());
      }
      case REGISTRATION -> {
        int byService =
            compareServices(((RegistrationKey) a).service(), ((RegistrationKey) b).service());
        yield byService != 0
            ? byService
            : ((RegistrationKey) a).id().compareTo(((RegistrationKey) b).id());
      }
      case SERVICE -> compareServices((ServiceKey) a, (ServiceKey) b);
      case CAPACITY -> compareServices(((CapacityKey) a).service(), ((CapacityKey) b).service());
      case SLICE -> {
        int byService = compareServices(((SliceKey) a).service(), ((SliceKey) b).service());
        yield byService != 0 ? byService : ((SliceKey) a).name().compareTo(((SliceKey) b).name());
      }
    };
  }

  private static int compareServices(ServiceKey a, ServiceKey b) {
    int byOrigin = a.origin().compareTo(b.origin());
    if (byOrigin != 0) {
      return byOrigin;
    }
    int byNamespace = a.namespace().compareTo(b.namespace());
    return byNamespace != 0 ? byNamespace : a.name().compareTo(b.name());
  }

  /** Kinds in the order in which a reader wants them: what others refer to comes first. */
  enum Kind {
    VIRTUAL_MESH,
    FAILOVER_POLICY,
    TRAFFIC_POLICY,
    ACCESS_POLICY,
    CLUSTER,
    REPORT,
    LIVENESS,
    HOLD,
    REGISTRATION,
    SERVICE,
    CAPACITY,
    SLICE;

    /** As people say it, for example {@code failover policy}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
