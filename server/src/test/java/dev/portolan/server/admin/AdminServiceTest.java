package dev.portolan.server.admin;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.registry.OriginId;
import dev.portolan.server.control.CollectedFaults;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.guard.Brake;
import dev.portolan.server.guard.BrakeLimits;
import dev.portolan.server.preview.FakeClusters;
import dev.portolan.server.preview.Previews;
import dev.portolan.server.rpc.ErrorInterceptor;
import dev.portolan.v1.AdminServiceGrpc;
import dev.portolan.v1.BindClusterRequest;
import dev.portolan.v1.Hold;
import dev.portolan.v1.HoldState;
import dev.portolan.v1.ListHoldsRequest;
import dev.portolan.v1.RejectHoldRequest;
import dev.portolan.v1.ReleaseClusterRequest;
import dev.portolan.v1.ReleaseHoldRequest;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over the real loop and proto; of 30 services each origin withdraws all but one. */
@Timeout(30)
class AdminServiceTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final CollectedFaults faults = new CollectedFaults();
  private final Brake brake = new Brake(BrakeLimits.DEFAULT, Map.of());
  private final RegistryLoop loop =
      new RegistryLoop(
          RegistryLoop.Settings.DEFAULT,
          new FakeStore(),
          Clock.fixed(NOON, ZoneOffset.UTC),
          List.of(),
          faults,
          brake);
  private final FakeReporters reporters = new FakeReporters();
  private final String name = InProcessServerBuilder.generateName();
  private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
  private Server server = InProcessServerBuilder.forName(name + "-unused").build();

  @BeforeEach
  void start() throws IOException {
    loop.start();
    server =
        InProcessServerBuilder.forName(name)
            .addService(
                ServerInterceptors.intercept(
                    new AdminService(
                        loop,
                        brake,
                        reporters,
                        new Previews(
                            loop::snapshot, new FakeClusters(), Clock.fixed(NOON, ZoneOffset.UTC)),
                        Optional.empty(),
                        Clock.fixed(NOON, ZoneOffset.UTC),
                        Runnable::run),
                    new ErrorInterceptor()))
            .build()
            .start();
    withdrawAllButOne(EAST);
    withdrawAllButOne(WEST);
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
    loop.close();
    assertThat(faults.causes()).isEmpty();
  }

  @Test
  void showsWhatIsHeldSinceWhenAndWhatWouldReleaseIt() {
    Hold hold = holds(EAST.value()).get(0);

    assertThat(hold.getOrigin()).isEqualTo("east-1");
    assertThat(hold.getState()).isEqualTo(HoldState.HOLD_STATE_WAITING);
    assertThat(hold.getServices()).isEqualTo(29);
    assertThat(hold.getAllServices()).isEqualTo(30);
    assertThat(hold.getSinceTime().getSeconds()).isEqualTo(NOON.getEpochSecond());
    assertThat(hold.getConfirmTime().getSeconds()).isEqualTo(NOON.getEpochSecond() + 600);
    assertThat(hold.getNamesList()).hasSize(29).contains("service/bookinfo/s7");
    assertThat(holds("")).hasSize(2);
  }

  @Test
  void aReleaseIsDurableWhenItIsAnswered() {
    var done = stub().releaseHold(release(holds(EAST.value()).get(0).getName()));

    assertThat(done.getRemovedServices()).isEqualTo(29);
    assertThat(loop.snapshot().origin(EAST).services()).hasSize(1);
    assertThat(loop.snapshot().revision().sequence()).isEqualTo(done.getRevision().getSequence());
    assertThat(holds("")).extracting(Hold::getOrigin).containsExactly("west-1");
  }

  @Test
  void aRejectedHoldIsShownAndHasNoTimeAtWhichTheOriginReleasesIt() {
    var unused =
        stub()
            .rejectHold(
                RejectHoldRequest.newBuilder()
                    .setName(holds(EAST.value()).get(0).getName())
                    .build());

    Hold rejected = holds(EAST.value()).get(0);
    assertThat(rejected.getState()).isEqualTo(HoldState.HOLD_STATE_REJECTED);
    assertThat(rejected.hasConfirmTime()).isFalse();
    assertThat(loop.snapshot().origin(EAST).services()).hasSize(30);
  }

  @Test
  void aNameThatStandsForNothingIsNotFoundAndOneThatIsNoneIsRefused() {
    assertThat(codeOf("00000000")).isEqualTo(Code.NOT_FOUND);
    assertThat(codeOf("all")).isEqualTo(Code.INVALID_ARGUMENT);
  }

  private Code codeOf(String hold) {
    return catchThrowableOfType(
            StatusRuntimeException.class, () -> stub().releaseHold(release(hold)))
        .getStatus()
        .getCode();
  }

  private static ReleaseHoldRequest release(String hold) {
    return ReleaseHoldRequest.newBuilder().setName(hold).build();
  }

  private List<Hold> holds(String origin) {
    return stub().listHolds(ListHoldsRequest.newBuilder().setOrigin(origin).build()).getHoldsList();
  }

  private AdminServiceGrpc.AdminServiceBlockingStub stub() {
    return AdminServiceGrpc.newBlockingStub(channel);
  }

  private void withdrawAllButOne(OriginId origin) {
    List<Change> all =
        IntStream.range(0, 30)
            .mapToObj(i -> (Change) new Change.Put(service(origin, "s" + i, 80)))
            .toList();
    loop.submit(new RegistryEvent.Batch(origin, 1, 1, all)).join();
    loop.submit(new RegistryEvent.Complete(origin, 1, Set.of(service(origin, "s0", 80).key())))
        .join();
  }

  @Test
  void anAgentIsReleasedOnceAndAnIdIsBoundToAnotherCluster() {
    reporters.frozen.add(EAST);
    var admin = AdminServiceGrpc.newBlockingStub(channel);
    var release = ReleaseClusterRequest.newBuilder().setOrigin(EAST.value()).build();
    var unused = admin.releaseCluster(release);

    assertThat(codeOf(() -> admin.releaseCluster(release))).isEqualTo(Code.NOT_FOUND);
    var bind = BindClusterRequest.newBuilder().setOrigin(EAST.value()).setUid("1b2c");
    var unusedToo = admin.bindCluster(bind.build());
    assertThat(reporters.bound).containsExactly(Map.entry(EAST, "1b2c"));
    assertThat(codeOf(() -> admin.bindCluster(bind.setUid("").build())))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(codeOf(() -> admin.bindCluster(bind.setUid("x").setOrigin("unknown").build())))
        .isEqualTo(Code.NOT_FOUND);
  }

  private static Code codeOf(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus().getCode();
  }

  private static final class FakeReporters implements Reporters {
    private final Set<OriginId> frozen = new HashSet<>();
    private final Map<OriginId, String> bound = new HashMap<>();

    @Override
    public boolean release(OriginId origin) {
      return frozen.remove(origin);
    }

    @Override
    public void bind(OriginId origin, String uid) {
      bound.put(origin, uid);
    }
  }
}
