package dev.portolan.server.store;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.Hold;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.Locality;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegisteredPort;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Session;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.control.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up and down between the format of the store and the one before it. */
final class StoreFormatTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final Provenance THEN = new Provenance(1, 1, TIME);

  /** Written by the codec of format 1; what it says must be readable for good. */
  private static final Path FORMAT_1 = Path.of("src/test/resources/store/format-1.export");

  private static final List<Resource> OLD =
      List.of(
          mesh("shop", EAST),
          cluster(EAST, "one"),
          new ReportProgress(new ReportKey(EAST), 7, 3, true, true),
          service(EAST, "reviews", 80),
          slice(EAST, "reviews", "reviews-1", 2));

  private static final Liveness LOST =
      new Liveness(new LivenessKey(EAST), Liveness.State.LOST, TIME, Duration.ofSeconds(5));
  private static final Hold HELD =
      new Hold(
          new HoldKey(EAST, Hold.State.WAITING),
          List.of(serviceKey(EAST, "reviews")),
          Hold.Cause.LIST,
          TIME,
          Hold.Amount.NOTHING);

  @TempDir Path parent;
  private Path directory;

  @BeforeEach
  void name() {
    directory = parent.resolve("hub");
  }

  private static RegistrySnapshot append(
      RocksDbStore store, RegistrySnapshot held, Resource... put) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    List.of(put).forEach(each -> upserts.put(each.key(), new Recorded<>(each, THEN)));
    RegistryDelta delta =
        new RegistryDelta(held.revision(), held.revision().next(), upserts, new TreeSet<>());
    return store.append(delta).applyTo(held);
  }

  private RegistrySnapshot write(Resource... put) {
    try (RocksDbStore store = new RocksDbStore(directory)) {
      return append(store, store.load(), put);
    }
  }

  private RegistrySnapshot read() {
    try (RocksDbStore store = new RocksDbStore(directory)) {
      return store.load();
    }
  }

  private String mark() {
    try {
      return Files.readString(directory.resolve("FORMAT")).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void openedByTheHubBefore() {
    StoreDirectory.claim(directory, StoreFormat.OLDEST).close();
  }

  @Test
  void aStoreOfTheFormatBeforeIsReadAndStaysOne() {
    new StoppedStore(directory).importFrom(FORMAT_1);

    RegistrySnapshot found = read();

    assertThat(found.find(serviceKey(EAST, "reviews")).orElseThrow().resource())
        .isEqualTo(service(EAST, "reviews", 80));
    assertThat(found.origin(EAST).cluster().orElseThrow().resource())
        .isEqualTo(cluster(EAST, "one"));
    assertThat(found.origin(EAST).slices()).hasSize(1);
    assertThat(found.virtualMeshes()).hasSize(1);
    assertThat(found.progress(EAST).incarnation()).isEqualTo(7);
    assertThat(mark()).isEqualTo("portolan-store 1");
    openedByTheHubBefore();
  }

  @Test
  void theFirstRecordThatTheHubBeforeCannotReadMakesTheStoreOneOfThisFormat() throws IOException {
    RegistrySnapshot held = write(OLD.toArray(Resource[]::new));
    assertThat(mark()).isEqualTo("portolan-store 1");
    try (RocksDbStore store = new RocksDbStore(directory)) {
      RegistrySnapshot loaded = store.load();
      assertThat(loaded.revision()).isEqualTo(held.revision());
      // What cannot be marked is not written either: a directory stands where the mark is made.
      Path fresh = Files.createDirectory(directory.resolve("FORMAT" + WholeFile.FRESH));
      assertThatThrownBy(() -> append(store, loaded, LOST)).isInstanceOf(StoreException.class);
      Files.delete(fresh);
      assertThat(append(store, loaded, LOST).liveness(EAST)).isPresent();
    }
    assertThat(mark()).isEqualTo("portolan-store 2");
    assertThat(read().liveness(EAST)).contains(LOST);

    assertThatThrownBy(this::openedByTheHubBefore)
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("format 2", "reads up to 1", "nothing was touched", "--format 1");
    assertThat(read().liveness(EAST)).contains(LOST);
  }

  @Test
  void anAccessPolicyMakesTheStoreOneOfTheFifthFormat() {
    AccessPolicy policy =
        new AccessPolicy(
            PolicyKey.access("web"),
            new VirtualMeshKey("shop"),
            List.of(HostSelector.ALL),
            List.of(
                AccessGrant.of(
                    List.of(
                        new AccessCaller(
                            Optional.of(EAST), Optional.of("web"), Optional.empty())))));
    write(service(EAST, "reviews", 80), policy);

    assertThat(mark()).isEqualTo("portolan-store 5");
    assertThat(read().find(policy.key()).orElseThrow().resource()).isEqualTo(policy);
  }

  @Test
  void whatIsRegisteredMakesTheStoreOneOfTheNewestFormatAndIsLeftOutOnTheWayBack() {
    Registration registration =
        new Registration(
            new RegistrationKey(serviceKey(EAST, "reviews"), "a"),
            List.of(new RegisteredPort(new ServicePort("http", 80, Protocol.HTTP), 8080)),
            new Endpoint(
                "10.0.0.1",
                Endpoint.Health.READY,
                Endpoint.MeshMode.NONE,
                Locality.UNKNOWN,
                "",
                Sorted.map(Map.of("version", "v1"))),
            new Registration.Reach("vms", new SourceFacts(Sorted.set(List.of("*")))),
            Duration.ofMillis(7_500),
            new Session("one", 7));
    write(service(EAST, "reviews", 80));
    assertThat(mark()).isEqualTo("portolan-store 1");

    write(registration);

    assertThat(mark()).isEqualTo("portolan-store 6");
    assertThat(read().find(registration.key()).orElseThrow())
        .isEqualTo(new Recorded<>(registration, THEN));
    Path file = parent.resolve("export");
    var out = new StoppedStore(directory).exportTo(file, false, StoreFormat.ACCESS);
    assertThat(out.newer()).isEqualTo(1);
    directory = parent.resolve("older");
    new StoppedStore(directory).importFrom(file);
    assertThat(mark()).isEqualTo("portolan-store 1");
    assertThat(read().origin(EAST).registrations()).isEmpty();
    assertThat(read().origin(EAST).services()).hasSize(1);
  }

  // A hub that knows no default would let everybody in.
  @Test
  void aVirtualMeshThatLetsNobodyInMakesTheStoreOneOfTheFifthFormat() {
    VirtualMesh mesh = mesh("shop", EAST);
    write(mesh);
    assertThat(mark()).isEqualTo("portolan-store 1");

    write(mesh.with(VirtualMesh.AccessDefault.DENY));

    assertThat(mark()).isEqualTo("portolan-store 5");
    assertThat(read().find(mesh.key()).orElseThrow().as(VirtualMesh.class).resource().access())
        .isEqualTo(VirtualMesh.AccessDefault.DENY);
  }

  // A hub that knows no such rule would forget that somebody knows better than the agents.
  @Test
  void aVirtualMeshThatAssumesTrustMakesTheStoreOneOfTheEleventhFormat() {
    VirtualMesh assuming = mesh("shop", EAST).with(VirtualMesh.TrustRule.ASSUME);
    write(assuming);

    assertThat(mark()).isEqualTo("portolan-store 11");
    assertThat(read().find(assuming.key()).orElseThrow().resource()).isEqualTo(assuming);
  }

  @Test
  void aTrafficPolicyMakesTheStoreOneOfTheFourthFormat() {
    TrafficPolicy policy =
        new TrafficPolicy(
            PolicyKey.traffic("canary"),
            new VirtualMeshKey("shop"),
            List.of(HostSelector.ALL),
            List.of(new TrafficTimeout(Duration.ofSeconds(1))));
    write(service(EAST, "reviews", 80), policy);

    assertThat(mark()).isEqualTo("portolan-store 4");
    assertThat(read().find(policy.key()).orElseThrow().resource()).isEqualTo(policy);
  }

  @Test
  void aFailoverPolicyMakesTheStoreOneOfTheThirdFormat() {
    FailoverPolicy policy =
        new FailoverPolicy(
            PolicyKey.failover("order"),
            new VirtualMeshKey("shop"),
            List.of(HostSelector.ALL),
            List.of(new FailoverTier.Near(FailoverTier.Distance.CLUSTER)));
    write(service(EAST, "reviews", 80), policy);

    assertThat(mark()).isEqualTo("portolan-store 3");
    assertThat(read().find(policy.key()).orElseThrow().resource()).isEqualTo(policy);
  }

  // A hub that knows no waves would let all clusters have it at once.
  @Test
  void aPolicyInWavesMakesTheStoreOneOfTheEighthFormatAndKeepsItsPlace() {
    FailoverPolicy before =
        new FailoverPolicy(
            PolicyKey.failover("order"),
            new VirtualMeshKey("shop"),
            List.of(HostSelector.ALL),
            List.of(new FailoverTier.Near(FailoverTier.Distance.CLUSTER)));
    Rollout rollout =
        Rollout.of(
            List.of(new TreeSet<>(List.of(EAST))), Duration.ofSeconds(5), Duration.ofSeconds(9));
    Policy policy =
        before.with(
            rollout.at(
                Rollout.Stage.first(Optional.of(before), Instant.ofEpochSecond(7))
                    .halted("because", Instant.ofEpochSecond(8))));
    write(service(EAST, "reviews", 80), before);
    assertThat(mark()).isEqualTo("portolan-store 3");

    write(policy);

    assertThat(mark()).isEqualTo("portolan-store 8");
    assertThat(read().find(policy.key()).orElseThrow().resource()).isEqualTo(policy);
  }

  // A hub that does not know the rule would forget it, and keep what is to be taken out.
  @Test
  void aFailoverPolicyWithAPartitionRuleMakesTheStoreOneOfTheSeventhFormat() throws IOException {
    FailoverPolicy policy =
        new FailoverPolicy(
                PolicyKey.failover("order"),
                new VirtualMeshKey("shop"),
                List.of(HostSelector.ALL),
                List.of(new FailoverTier.Near(FailoverTier.Distance.CLUSTER)))
            .with(new PartitionRule(PartitionRule.Action.WITHDRAW, Duration.ofSeconds(5)));
    write(service(EAST, "reviews", 80), policy);

    assertThat(mark()).isEqualTo("portolan-store 7");
    assertThat(read().find(policy.key()).orElseThrow().resource()).isEqualTo(policy);
    Files.writeString(directory.resolve("FORMAT"), "portolan-store 3\n");
    assertThat(read().policies()).hasSize(1);
    assertThat(mark()).isEqualTo("portolan-store 7");
  }

  // A hub that does not know them would show too little, or too much.
  @Test
  void exportsOfSingleServicesAndImportsMakeTheStoreOneOfTheSeventhFormat() {
    VirtualMesh mesh = mesh("shop", EAST);
    ImportRules nothing = new ImportRules(Sorted.map(Map.of(EAST, Sorted.set(List.of()))));
    write(mesh);
    assertThat(mark()).isEqualTo("portolan-store 1");

    write(mesh.with(nothing));

    assertThat(mark()).isEqualTo("portolan-store 7");
    assertThat(read().find(mesh.key()).orElseThrow().resource()).isEqualTo(mesh.with(nothing));
    directory = parent.resolve("other");
    write(
        mesh.with(
            new ExportRules(
                Sorted.set(List.of()),
                List.of(),
                new TreeSet<>(List.of(ExportRules.OptIn.LABEL)))));
    assertThat(mark()).isEqualTo("portolan-store 7");
  }

  @Test
  void exportsByRequestMakeTheStoreOneOfTheNinthFormatAndTheRequestsThemselvesDoNot() {
    Service asking =
        service(EAST, "reviews", 80)
            .with(ExportRequests.of(Set.of(ExportRules.OptIn.ANNOTATION), Set.of()));
    write(asking);
    assertThat(mark()).isEqualTo("portolan-store 1");
    assertThat(read().service(asking.key())).contains(asking);
    VirtualMesh listening =
        mesh("shop", EAST)
            .with(
                new ExportRules(
                    Sorted.set(List.of()),
                    List.of(),
                    new TreeSet<>(List.of(ExportRules.OptIn.ANNOTATION))));

    write(listening);

    assertThat(mark()).isEqualTo("portolan-store 9");
    assertThat(read().find(listening.key()).orElseThrow().resource()).isEqualTo(listening);
  }

  @Test
  void aStoreThatHoldsMoreThanItsMarkSaysIsMarked() throws IOException {
    RegistrySnapshot unused = write(service(EAST, "reviews", 80), HELD);
    Files.writeString(directory.resolve("FORMAT"), "portolan-store 1\n");

    assertThat(read().holds()).hasSize(1);

    assertThat(mark()).isEqualTo("portolan-store 2");
  }

  @Test
  void whatTheHubBeforeKnowsIsCarriedOverToIt() {
    write(OLD.toArray(Resource[]::new));
    RegistrySnapshot held = write(LOST, HELD);
    Path file = parent.resolve("export");

    var out = new StoppedStore(directory).exportTo(file, false, StoreFormat.OLDEST);
    assertThat(out.newer()).isEqualTo(2);
    directory = parent.resolve("older");
    new StoppedStore(directory).importFrom(file);

    openedByTheHubBefore();
    assertThat(mark()).isEqualTo("portolan-store 1");
    assertThat(read().origin(EAST).services()).hasSameSizeAs(held.origin(EAST).services());
    assertThat(read().holds()).isEmpty();
  }
}
