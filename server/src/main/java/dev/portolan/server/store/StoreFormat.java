package dev.portolan.server.store;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.Hold;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Service;
import dev.portolan.registry.SourceFacts.Trust;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.VirtualMesh;
import java.util.Optional;

/**
 * Formats of the store, by the kinds of records that came with them. A store has the lowest one
 * that says what is in it, so that the hub before this one can be started again for as long as
 * possible (docs/adr/0035).
 */
final class StoreFormat {
  /** Virtual meshes, clusters, report progress, services, slices. */
  static final int OLDEST = 1;

  /** And what the hub thinks of origins' lives, and holds. */
  static final int JUDGEMENTS = 2;

  /** And failover policies. */
  static final int FAILOVER = 3;

  /** And traffic policies. */
  static final int TRAFFIC = 4;

  /** And access policies, and virtual meshes that let in nobody without one. */
  static final int ACCESS = 5;

  /** And what was registered by RPC. */
  static final int REGISTRATIONS = 6;

  /**
   * And failover policies that say what becomes of lost origins; virtual meshes that export single
   * services, or of which members do not import all.
   */
  static final int SELECTIONS = 7;

  /** And policies that clusters take over in waves. */
  static final int ROLLOUTS = 8;

  /**
   * And virtual meshes that export what asks for it by annotation or ServiceExport; traffic
   * policies that send requests elsewhere where they fit a match.
   */
  static final int REQUESTS = 9;

  /**
   * And facts of sources whose workloads are external to the meshes; services whose endpoints take
   * TLS of their own.
   */
  static final int EXTERIORS = 10;

  /** And virtual meshes that say what becomes of members that cannot be verified. */
  static final int TRUST = 11;

  static final int NEWEST = TRUST;

  private StoreFormat() {}

  /** The lowest format that has records of a kind. */
  static int of(ResourceKey.Kind kind) {
    return switch (kind) {
      case VIRTUAL_MESH, CLUSTER, REPORT, SERVICE, CAPACITY, SLICE -> OLDEST;
      case LIVENESS, HOLD -> JUDGEMENTS;
      case FAILOVER_POLICY -> FAILOVER;
      case TRAFFIC_POLICY -> TRAFFIC;
      case ACCESS_POLICY -> ACCESS;
      case REGISTRATION -> REGISTRATIONS;
    };
  }

  // A hub that does not know what a rule says would forget it: let everybody in, for example.
  private static int of(Recorded<?> record) {
    if (record.resource() instanceof VirtualMesh mesh) {
      return of(mesh);
    }
    if (record.resource() instanceof Cluster facts) {
      return of(facts);
    }
    if (takesTls(record.resource())) {
      return EXTERIORS;
    }
    if (record.resource() instanceof TrafficPolicy policy && matching(policy)) {
      return REQUESTS;
    }
    if (record.resource() instanceof Policy policy && !policy.rollout().waves().isEmpty()) {
      return ROLLOUTS;
    }
    return record.resource() instanceof FailoverPolicy policy && policy.partition().isPresent()
        ? SELECTIONS
        : of(record.key().kind());
  }

  private static boolean matching(Policy policy) {
    return policy instanceof TrafficPolicy traffic
        && (traffic.parts().stream().anyMatch(part -> part.kind() == TrafficPart.Kind.MATCHES)
            || traffic.rollout().stage().flatMap(Rollout.Stage::before).stream()
                .anyMatch(StoreFormat::matching));
  }

  private static int of(Cluster facts) {
    return facts.source().filter(source -> source.trust() == Trust.EXTERNAL).isPresent()
        ? EXTERIORS
        : OLDEST;
  }

  // What services ask for and whom clusters trust needs no format: a hub that forgets it has it
  // reported again by the next one that takes it (ADR 0055, 0059).
  private static int of(VirtualMesh mesh) {
    if (mesh.trust() != VirtualMesh.TrustRule.VERIFY) {
      return TRUST;
    }
    if (mesh.exports().optIns().stream().anyMatch(OptIn::requested)) {
      return REQUESTS;
    }
    if (!mesh.exports().equals(ExportRules.ofNamespaces(mesh.exports().namespaces()))
        || !mesh.imports().equals(ImportRules.EVERYTHING)) {
      return SELECTIONS;
    }
    return mesh.access() != VirtualMesh.AccessDefault.ALLOW ? ACCESS : OLDEST;
  }

  /** Whether hubs that know a format only could not read a record, or would lead clients astray. */
  static boolean isNewer(Recorded<?> record, int format) {
    return of(record.key().kind()) > format || (format < EXTERIORS && takesTls(record.resource()));
  }

  /** The lowest format in which a change can be written. */
  static int of(RegistryDelta delta) {
    return delta.upserts().values().stream().mapToInt(StoreFormat::of).max().orElse(OLDEST);
  }

  /** The lowest format that holds everything; costs a look at each origin, not at its records. */
  static int of(RegistrySnapshot snapshot) {
    int rules = snapshot.rules().mapToInt(StoreFormat::of).max().orElse(OLDEST);
    if (rules > EXTERIORS) {
      return rules;
    }
    if (snapshot.origins().values().stream().anyMatch(StoreFormat::hasExterior)) {
      return EXTERIORS;
    }
    if (rules > REGISTRATIONS) {
      return rules;
    }
    if (snapshot.origins().values().stream().anyMatch(shard -> !shard.registrations().isEmpty())) {
      return REGISTRATIONS;
    }
    if (rules > OLDEST) {
      return rules;
    }
    return snapshot.origins().values().stream().anyMatch(StoreFormat::isJudged)
        ? JUDGEMENTS
        : OLDEST;
  }

  /** Whether a record says something of TLS that an older hub would not keep to. */
  static boolean takesTls(Resource resource) {
    return resource instanceof Service service
        ? service.tlsName().isPresent()
        : resource instanceof EndpointSlice slice
            && slice.endpoints().stream().anyMatch(each -> each.meshMode() == MeshMode.TLS);
  }

  // Of sources only: no cluster's workloads are outside the meshes.
  private static boolean hasExterior(OriginShard shard) {
    Optional<Cluster> source =
        shard.cluster().map(Recorded::resource).filter(facts -> facts.source().isPresent());
    return source.isPresent()
        && (of(source.get()) == EXTERIORS
            || shard.services().stream().anyMatch(service -> takesTls(service.resource())));
  }

  private static boolean isJudged(OriginShard shard) {
    return shard.liveness().isPresent()
        || shard.hold(Hold.State.WAITING).isPresent()
        || shard.hold(Hold.State.REJECTED).isPresent();
  }
}
