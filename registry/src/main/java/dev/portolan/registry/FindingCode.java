package dev.portolan.registry;

/**
 * Every observation that Portolan makes, with a stable code and name. 01xx: planning a host; 02xx:
 * discovering an origin's services; 03xx: reading an origin's input; 04xx: writing objects; 05xx:
 * reporting and receiving; 06xx: the hub's own; 07xx: reading a foreign registry. docs/findings.md
 * explains each.
 */
public enum FindingCode {
  PORT_CONFLICT("PTL0101", "PortConflict", Severity.WARNING),
  PORT_MISSING("PTL0102", "PortMissing", Severity.WARNING),
  PORT_IGNORED("PTL0103", "PortIgnored", Severity.INFO),
  NO_SIDECAR("PTL0104", "NoSidecar", Severity.WARNING),
  NO_GATEWAY("PTL0105", "NoGateway", Severity.WARNING),
  NO_ENDPOINTS("PTL0106", "NoEndpoints", Severity.WARNING),
  NAMESPACE_MISSING("PTL0107", "NamespaceMissing", Severity.WARNING),
  CLUSTER_DOMAIN_CONFLICT("PTL0108", "ClusterDomainConflict", Severity.WARNING),
  HEADLESS_AS_ONE_HOST("PTL0109", "HeadlessAsOneHost", Severity.INFO),
  PORT_NOT_ROUTABLE("PTL0110", "PortNotRoutable", Severity.WARNING),
  CLUSTER_UNKNOWN("PTL0111", "ClusterUnknown", Severity.WARNING),
  ORIGIN_NOT_REPORTED("PTL0112", "OriginNotReported", Severity.WARNING),
  MESH_CLAIM_CONFLICT("PTL0113", "MeshClaimConflict", Severity.WARNING),
  ADDRESS_CONFLICT("PTL0114", "AddressConflict", Severity.WARNING),
  TOO_MANY_ENDPOINTS("PTL0115", "TooManyEndpoints", Severity.WARNING),
  NO_IDENTITY("PTL0116", "NoIdentity", Severity.WARNING),
  TARGET_PORT_MISSING("PTL0117", "TargetPortMissing", Severity.WARNING),
  AMBIENT_BEHIND_GATEWAY("PTL0118", "AmbientBehindGateway", Severity.WARNING),
  RULE_UNKNOWN("PTL0119", "RuleUnknown", Severity.WARNING),
  ENDPOINTS_SHARDED("PTL0120", "EndpointsSharded", Severity.INFO),
  ENDPOINTS_AGGREGATED("PTL0121", "EndpointsAggregated", Severity.INFO),
  MERGE_REFUSED("PTL0122", "MergeRefused", Severity.WARNING),
  REPLICA_REFUSED("PTL0123", "ReplicaRefused", Severity.WARNING),
  REPLICA_NOT_NEEDED("PTL0124", "ReplicaNotNeeded", Severity.INFO),
  AMBIENT_CLIENTS("PTL0125", "AmbientClients", Severity.WARNING),
  NAMESPACE_TO_BE_MADE("PTL0126", "NamespaceToBeMade", Severity.INFO),
  CLUSTER_STALE("PTL0127", "ClusterStale", Severity.INFO),
  CLUSTER_LOST("PTL0128", "ClusterLost", Severity.WARNING),
  DESTINATIONS_DEMOTED("PTL0129", "DestinationsDemoted", Severity.WARNING),
  DESTINATIONS_WITHDRAWN("PTL0130", "DestinationsWithdrawn", Severity.WARNING),
  LAST_DESTINATION_WITHDRAWN("PTL0131", "LastDestinationWithdrawn", Severity.ERROR),
  FAILOVER_CONFLICT("PTL0132", "FailoverConflict", Severity.WARNING),
  FAILOVER_TIER_EMPTY("PTL0133", "FailoverTierEmpty", Severity.INFO),
  FAILOVER_CLUSTER_UNKNOWN("PTL0134", "FailoverClusterUnknown", Severity.WARNING),
  FAILOVER_NOT_ENFORCED("PTL0135", "FailoverNotEnforced", Severity.WARNING),
  FAILOVER_LEAVES_NONE("PTL0136", "FailoverLeavesNone", Severity.ERROR),
  TRAFFIC_CONFLICT("PTL0137", "TrafficConflict", Severity.WARNING),
  TRAFFIC_TARGET_UNKNOWN("PTL0138", "TrafficTargetUnknown", Severity.WARNING),
  TRAFFIC_TARGET_EMPTY("PTL0139", "TrafficTargetEmpty", Severity.WARNING),
  TRAFFIC_NOT_ENFORCED("PTL0140", "TrafficNotEnforced", Severity.WARNING),
  STICKY_TO_GATEWAY("PTL0141", "StickyToGateway", Severity.INFO),
  ACCESS_CONFLICT("PTL0142", "AccessConflict", Severity.WARNING),
  ACCESS_CALLER_UNKNOWN("PTL0143", "AccessCallerUnknown", Severity.WARNING),
  ACCESS_AMBIGUOUS("PTL0144", "AccessAmbiguous", Severity.ERROR),
  ACCESS_WITHOUT_SELECTOR("PTL0145", "AccessWithoutSelector", Severity.ERROR),
  ACCESS_NOT_ENFORCED("PTL0146", "AccessNotEnforced", Severity.ERROR),
  ACCESS_PORT_UNKNOWN("PTL0147", "AccessPortUnknown", Severity.WARNING),
  ACCESS_SHARED("PTL0148", "AccessShared", Severity.WARNING),
  ACCESS_OF_REQUESTS("PTL0149", "AccessOfRequests", Severity.WARNING),
  PARTITION_CONFLICT("PTL0150", "PartitionConflict", Severity.WARNING),
  EXPORT_REQUESTS_KEPT("PTL0151", "ExportRequestsKept", Severity.WARNING),
  ROOTS_DIFFER("PTL0152", "RootsDiffer", Severity.ERROR),
  TRUST_DOMAIN_REFUSED("PTL0153", "TrustDomainRefused", Severity.WARNING),
  TRUST_ASSUMED("PTL0154", "TrustAssumed", Severity.WARNING),
  NOT_EXTERNAL("PTL0160", "NotExternal", Severity.INFO),
  TLS_NOT_BEGUN("PTL0161", "TlsNotBegun", Severity.WARNING),

  EXTERNAL_NAME("PTL0201", "ExternalName", Severity.INFO),
  SERVICE_SKIPPED("PTL0202", "ServiceSkipped", Severity.INFO),
  PORT_UNRESOLVED("PTL0203", "PortUnresolved", Severity.WARNING),
  ENDPOINT_REFUSED("PTL0204", "EndpointRefused", Severity.WARNING),
  GATEWAY_WITHOUT_ADDRESS("PTL0205", "GatewayWithoutAddress", Severity.WARNING),
  POD_UNKNOWN("PTL0206", "PodUnknown", Severity.INFO),
  SERVICE_REFUSED("PTL0207", "ServiceRefused", Severity.WARNING),
  PORT_SKIPPED("PTL0208", "PortSkipped", Severity.INFO),
  GATEWAY_NAME_STALE("PTL0209", "GatewayNameStale", Severity.WARNING),
  MESH_CONFIG_CONFLICT("PTL0210", "MeshConfigConflict", Severity.WARNING),
  GATEWAY_SHOWS_NOTHING("PTL0211", "GatewayShowsNothing", Severity.WARNING),
  PARTITION_LABEL_INVALID("PTL0212", "PartitionLabelInvalid", Severity.WARNING),

  INPUT_UNREADABLE("PTL0301", "InputUnreadable", Severity.ERROR),
  INPUT_EMPTY("PTL0302", "InputEmpty", Severity.ERROR),
  OBJECT_DUPLICATE("PTL0303", "ObjectDuplicate", Severity.WARNING),
  API_UNAVAILABLE("PTL0304", "ApiUnavailable", Severity.ERROR),
  API_FORBIDDEN("PTL0305", "ApiForbidden", Severity.ERROR),
  WATCH_DOUBTFUL("PTL0306", "WatchDoubtful", Severity.WARNING),
  CLUSTER_CHANGED("PTL0307", "ClusterChanged", Severity.ERROR),

  NAME_COLLISION("PTL0401", "NameCollision", Severity.ERROR),
  WRITE_FAILED("PTL0402", "WriteFailed", Severity.ERROR),
  OBJECT_KEPT("PTL0403", "ObjectKept", Severity.WARNING),
  PLAN_FAILED("PTL0404", "PlanFailed", Severity.ERROR),
  OBJECT_INVALID("PTL0405", "ObjectInvalid", Severity.ERROR),
  WRITE_DENIED("PTL0406", "WriteDenied", Severity.ERROR),
  QUOTA_EXCEEDED("PTL0407", "QuotaExceeded", Severity.ERROR),
  WRITE_FORBIDDEN("PTL0408", "WriteForbidden", Severity.ERROR),
  KIND_MISSING("PTL0409", "KindMissing", Severity.ERROR),
  NAMESPACE_CLOSED("PTL0410", "NamespaceClosed", Severity.WARNING),
  OBJECT_CONTESTED("PTL0411", "ObjectContested", Severity.WARNING),
  OBJECT_UNMANAGED("PTL0412", "ObjectUnmanaged", Severity.INFO),
  HOST_SHARED("PTL0413", "HostShared", Severity.WARNING),
  DELETIONS_HELD("PTL0414", "DeletionsHeld", Severity.ERROR),
  OBJECT_REFUSED("PTL0415", "ObjectRefused", Severity.ERROR),
  ACCESS_KEPT("PTL0416", "AccessKept", Severity.WARNING),

  ITEM_REJECTED("PTL0501", "ItemRejected", Severity.ERROR),
  ITEM_TOO_LARGE("PTL0502", "ItemTooLarge", Severity.ERROR),
  RESOURCE_REFUSED("PTL0503", "ResourceRefused", Severity.ERROR),
  VIEW_REMEMBERED("PTL0504", "ViewRemembered", Severity.WARNING),
  MEMORY_UNUSABLE("PTL0505", "MemoryUnusable", Severity.WARNING),

  REMOVALS_HELD("PTL0601", "RemovalsHeld", Severity.ERROR),
  REMOVALS_REJECTED("PTL0602", "RemovalsRejected", Severity.WARNING),
  AGENTS_CONTEND("PTL0603", "AgentsContend", Severity.ERROR),
  CLUSTER_FOREIGN("PTL0604", "ClusterForeign", Severity.ERROR),
  POLICY_WITHOUT_MESH("PTL0605", "PolicyWithoutMesh", Severity.WARNING),
  POLICY_SELECTS_NOTHING("PTL0606", "PolicySelectsNothing", Severity.WARNING),
  ROLLOUT_HALTED("PTL0607", "RolloutHalted", Severity.WARNING),
  CLUSTER_IN_NO_MESH("PTL0608", "ClusterInNoMesh", Severity.INFO),

  SOURCE_UNAVAILABLE("PTL0701", "SourceUnavailable", Severity.ERROR),
  SOURCE_DENIED("PTL0702", "SourceDenied", Severity.ERROR),
  SOURCE_UNREADABLE("PTL0703", "SourceUnreadable", Severity.ERROR),
  SOURCE_RESET("PTL0704", "SourceReset", Severity.WARNING),
  SOURCE_EMPTY("PTL0705", "SourceEmpty", Severity.ERROR),
  SERVICE_NOT_MAPPED("PTL0706", "ServiceNotMapped", Severity.WARNING),
  INSTANCES_DISAGREE("PTL0707", "InstancesDisagree", Severity.WARNING),
  NAME_TAKEN("PTL0708", "NameTaken", Severity.WARNING),
  SOURCE_TURNS("PTL0709", "SourceTurns", Severity.INFO),
  PATH_MISSING("PTL0710", "PathMissing", Severity.ERROR),
  NODE_UNREADABLE("PTL0711", "NodeUnreadable", Severity.WARNING),
  ABSENCE_DOUBTED("PTL0712", "AbsenceDoubted", Severity.WARNING),

  REGISTRATIONS_DISAGREE("PTL0720", "RegistrationsDisagree", Severity.WARNING),
  REGISTERED_ELSEWHERE("PTL0721", "RegisteredElsewhere", Severity.WARNING),
  REGISTRANTS_SILENT("PTL0722", "RegistrantsSilent", Severity.ERROR),
  INSTANCE_UNREADABLE("PTL0723", "InstanceUnreadable", Severity.WARNING),
  SOURCE_UNCERTAIN("PTL0724", "SourceUncertain", Severity.WARNING),
  PEER_UNAVAILABLE("PTL0725", "PeerUnavailable", Severity.WARNING);

  private final String code;
  private final String reason;
  private final Severity severity;

  FindingCode(String code, String reason, Severity severity) {
    this.code = code;
    this.reason = reason;
    this.severity = severity;
  }

  /** For example {@code PTL0101}. */
  public String code() {
    return code;
  }

  /** For example {@code PortConflict}. */
  public String reason() {
    return reason;
  }

  public Severity severity() {
    return severity;
  }

  /** How bad a finding is, in rising order. */
  public enum Severity {
    /** Worth knowing, nothing is lost. */
    INFO,
    /** Something is not routed or not exported that probably should be. */
    WARNING,
    /** Something is broken until someone acts. */
    ERROR
  }
}
