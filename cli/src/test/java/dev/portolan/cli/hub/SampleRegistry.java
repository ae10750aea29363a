package dev.portolan.cli.hub;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.portolan.v1.Capacity;
import dev.portolan.v1.ClientName;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Endpoint;
import dev.portolan.v1.EndpointHealth;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.Finding;
import dev.portolan.v1.Gateway;
import dev.portolan.v1.HostMode;
import dev.portolan.v1.Liveness;
import dev.portolan.v1.LivenessState;
import dev.portolan.v1.Locality;
import dev.portolan.v1.LocalityCapacity;
import dev.portolan.v1.MeshMode;
import dev.portolan.v1.MeshTrust;
import dev.portolan.v1.Protocol;
import dev.portolan.v1.Provenance;
import dev.portolan.v1.RegisteredPort;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationSummary;
import dev.portolan.v1.RenewalState;
import dev.portolan.v1.Service;
import dev.portolan.v1.ServiceKind;
import dev.portolan.v1.ServicePort;
import dev.portolan.v1.ServiceSummary;
import dev.portolan.v1.Session;
import dev.portolan.v1.Severity;
import dev.portolan.v1.Status;
import java.time.Instant;

/** A small registry for tests. Its clock stands at {@link #NOW}. */
public final class SampleRegistry {
  public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private SampleRegistry() {}

  public static void fill(FakeRegistry registry) {
    registry.services.add(service("east-1", "bookinfo", "details", 2, 2));
    registry.services.add(service("east-1", "bookinfo", "reviews", 3, 2));
    registry.services.add(service("east-2", "bookinfo", "reviews", 3, 3));
    registry.services.add(bare("east-2", "tools", "registry"));
    registry.slices.add(slice("east-1", "reviews", "reviews-abcde", 4));
    registry.slices.add(slice("east-2", "reviews", "reviews-fghij", 2));
    registry.registrations.add(
        registration("orders", "vm-7", RenewalState.RENEWAL_STATE_LIVE)
            .setSilence(seconds(9))
            .setLeft(seconds(21))
            .build());
    registry.registrations.add(
        registration("orders", "vm-8", RenewalState.RENEWAL_STATE_SILENT)
            .setSilence(seconds(45))
            .setLeft(seconds(0))
            .build());
    registry.registrations.add(
        registration("orders", "vm-9", RenewalState.RENEWAL_STATE_HELD)
            .setHold("1a2b3c4d")
            .build());
    registry.registrations.add(
        registration("stock", "vm-7", RenewalState.RENEWAL_STATE_UNHEARD)
            .setLeft(seconds(30))
            .build());
    registry.clusters.add(cluster("east-1", 21));
    registry.clusters.add(silentCluster("west-1"));
  }

  public static ServiceSummary service(
      String origin, String namespace, String name, int endpoints, int ready) {
    Service service =
        Service.newBuilder()
            .setOrigin(origin)
            .setNamespace(namespace)
            .setName(name)
            .addPorts(port("http", 9080, Protocol.PROTOCOL_HTTP))
            .addPorts(port("admin", 9443, Protocol.PROTOCOL_GRPC_WEB))
            .putLabels("service", name)
            .putLabels("app", name)
            .addIdentities("spiffe://cluster.local/ns/bookinfo/sa/bookinfo-" + name)
            .setKind(ServiceKind.SERVICE_KIND_VIRTUAL_IP)
            .setCreateTime(time("2025-11-02T12:00:00Z"))
            .setProvenance(provenance())
            .build();
    Capacity capacity =
        Capacity.newBuilder()
            .setOrigin(origin)
            .setNamespace(namespace)
            .setService(name)
            .addLocalities(
                LocalityCapacity.newBuilder()
                    .setLocality(locality("us-east-1a"))
                    .setMeshed(ready - 1)
                    .setUnmeshed(1))
            .build();
    return ServiceSummary.newBuilder()
        .setService(service)
        .setCapacity(capacity)
        .setEndpoints(endpoints)
        .setHost(name + "." + namespace + ".svc.clusterset.local")
        .setMode(HostMode.HOST_MODE_GLOBAL)
        .build();
  }

  /** As the answer to a question about this one service: with the names that clients use. */
  public static ServiceSummary merged(String origin, String namespace, String name) {
    String host = name + "." + namespace;
    return service(origin, namespace, name, 1, 1).toBuilder()
        .setHost(host + ".svc.cluster.local")
        .setMode(HostMode.HOST_MODE_MERGE)
        .addNames(
            ClientName.newBuilder()
                .setHost(host + ".svc.cluster.local")
                .addClusters("east-1")
                .addClusters("east-2"))
        .addNames(
            ClientName.newBuilder()
                .setHost(host + ".svc.clusterset.local")
                .addClusters("west-1")
                .setCode("PTL0122"))
        .addNames(ClientName.newBuilder().addClusters("west-2").setCode("PTL0107"))
        .build();
  }

  /** Nothing but its name. */
  public static ServiceSummary bare(String origin, String namespace, String name) {
    return ServiceSummary.newBuilder()
        .setService(Service.newBuilder().setOrigin(origin).setNamespace(namespace).setName(name))
        .build();
  }

  static EndpointSlice slice(String origin, String service, String name, int endpoints) {
    EndpointSlice.Builder slice =
        EndpointSlice.newBuilder()
            .setOrigin(origin)
            .setNamespace("bookinfo")
            .setService(service)
            .setName(name)
            .putPorts("http", 9080)
            .setProvenance(provenance());
    for (int i = 1; i <= endpoints; i++) {
      slice.addEndpoints(
          Endpoint.newBuilder()
              .setAddress("10.10.1." + i)
              .setHealth(
                  i == 2
                      ? EndpointHealth.ENDPOINT_HEALTH_NOT_READY
                      : EndpointHealth.ENDPOINT_HEALTH_READY)
              .setMeshMode(i == 1 ? MeshMode.MESH_MODE_NONE : MeshMode.MESH_MODE_SIDECAR)
              .setLocality(locality(i % 2 == 0 ? "us-east-1a" : "us-east-1b"))
              .setServiceAccount("bookinfo-" + service));
    }
    return slice.build();
  }

  /**
   * A registration of the origin {@code vms}; what is not renewed is not ready, so as to differ.
   */
  static RegistrationSummary.Builder registration(String service, String id, RenewalState state) {
    boolean live = state == RenewalState.RENEWAL_STATE_LIVE;
    return RegistrationSummary.newBuilder()
        .setRegistration(
            Registration.newBuilder()
                .setOrigin("vms")
                .setNamespace("shop")
                .setService(service)
                .setId(id)
                .setAddress("10.0.0." + id.substring(3))
                .addPorts(
                    RegisteredPort.newBuilder()
                        .setName("http-8080")
                        .setNumber(8080)
                        .setTarget(live ? 9090 : 8080)
                        .setProtocol(Protocol.PROTOCOL_HTTP))
                .putLabels("version", "v1")
                .setLocality(locality("us-east-1a"))
                .setNetwork("vms")
                .addReachableFrom("net-east")
                .addReachableFrom("net-west")
                .setReady(live)
                .setTtl(seconds(30))
                .setSession(Session.newBuilder().setName(id).setIncarnation(1767268000000L))
                .setProvenance(provenance()))
        .setState(state);
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  public static ClusterSummary cluster(String origin, long applied) {
    return ClusterSummary.newBuilder()
        .setCluster(
            Cluster.newBuilder()
                .setOrigin(origin)
                .setUid("5f0c")
                .setNetwork("net-east")
                .setTrustDomain("cluster.local")
                .setClusterDomain("cluster.local")
                .addGateways(Gateway.newBuilder().setAddress("198.51.100.11").setPort(15443))
                .addGateways(Gateway.newBuilder().setAddress("2001:db8::11").setPort(15443))
                .setLocality(Locality.newBuilder().setRegion("us-east-1"))
                .setTrust(
                    MeshTrust.newBuilder()
                        .addRoots("0ca19e35" + "0".repeat(56))
                        .addFurtherRoots("b97105c3" + "0".repeat(56))
                        .addFurtherTrustDomains("west.example"))
                .setReported(true))
        .setVirtualMesh("bookinfo")
        .setServices(3)
        .setEndpoints(7)
        .setConnected(true)
        .setAgentVersion("0.1.0")
        .setLastHeardTime(time("2026-01-01T11:59:58Z"))
        .setStatus(
            Status.newBuilder()
                .setApplied(
                    dev.portolan.v1.Revision.newBuilder()
                        .setEpoch("00000000000000aa")
                        .setSequence(applied))
                .setHosts(2)
                .setObjects(4)
                .setObjectsWaiting(2)
                .setObjectsRefused(1)
                .setDeletionsHeld(5)
                .addFindings(
                    Finding.newBuilder()
                        .setCode("PTL0102")
                        .setReason("PortConflict")
                        .setSeverity(Severity.SEVERITY_WARNING)
                        .setSubject("service/west-1/bookinfo/ratings")
                        .setMessage(
                            "Port 9080 is tcp here and http in east-2, whose service is the older;\n"
                                + "http stands. Rename the port \u001b[31mtcp-ratings\u001b[0m.")))
        .build();
  }

  static ClusterSummary silentCluster(String origin) {
    return ClusterSummary.newBuilder()
        .setCluster(
            Cluster.newBuilder()
                .setOrigin(origin)
                .setLiveness(
                    Liveness.newBuilder()
                        .setState(LivenessState.LIVENESS_STATE_STALE)
                        .setSilentSinceTime(time("2026-01-01T11:59:15Z"))))
        .addFindings(
            Finding.newBuilder()
                .setCode("PTL0113")
                .setReason("MeshClaimConflict")
                .setSeverity(Severity.SEVERITY_WARNING)
                .setSubject("virtual-mesh/late")
                .setMessage("Virtual mesh late lists it, which is a member of bookinfo already."))
        .build();
  }

  private static ServicePort port(String name, int number, Protocol protocol) {
    return ServicePort.newBuilder().setName(name).setNumber(number).setProtocol(protocol).build();
  }

  private static Locality locality(String zone) {
    return Locality.newBuilder().setRegion("us-east-1").setZone(zone).build();
  }

  private static Provenance provenance() {
    return Provenance.newBuilder()
        .setFirstSequence(3)
        .setLastSequence(12)
        .setReportTime(time("2026-01-01T11:55:30Z"))
        .build();
  }

  private static Timestamp time(String text) {
    return Timestamp.newBuilder().setSeconds(Instant.parse(text).getEpochSecond()).build();
  }
}
