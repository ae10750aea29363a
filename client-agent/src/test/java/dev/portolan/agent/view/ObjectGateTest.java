package dev.portolan.agent.view;

import static dev.portolan.agent.view.World.EAST;
import static dev.portolan.agent.view.World.FIRST_EPOCH;
import static dev.portolan.agent.view.World.SELF;
import static dev.portolan.agent.view.World.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.apply.ApplyLoop;
import dev.portolan.agent.apply.DesiredHost;
import dev.portolan.agent.apply.sink.FakeObjectSink;
import dev.portolan.agent.apply.sink.Observation;
import dev.portolan.federation.HostPlan;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Revision;
import dev.portolan.translate.HostObjects;
import dev.portolan.translate.IstioTranslator;
import dev.portolan.translate.Marks;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryResolution;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a host that a fault of the agent's own keeps from being written. */
@Timeout(60)
class ObjectGateTest {
  private final FakeObjectSink sink = new FakeObjectSink();
  private final List<ViewStatus> statuses = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> loops = new ArrayList<>();
  private volatile ObjectGate.Translation translation = IstioTranslator::translate;
  private long sequence;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable loop : loops) {
      loop.close();
    }
    loops.clear();
  }

  @Test
  void aRefusedHostKeepsItsLastGoodObjectsAndTheOthersGoOn() throws Exception {
    ViewLoop loop = started();
    advance(loop, "10.0.1.1");
    translation = ObjectGateTest::breakingCart;
    sink.drainLog();

    advance(loop, "10.0.1.2");
    assertThat(sink.drainLog()).singleElement().asString().contains("other");
    assertThat(lastErrors())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.OBJECT_REFUSED);
              assertThat(finding.subject()).isEqualTo("host/shop/cart");
              assertThat(finding.message()).contains("resolution is DNS");
            });
  }

  @Test
  void objectsNameTheOriginsThatShapedThemAndHaveNoEndpointInThem() {
    ClusterView view =
        ClusterView.empty(SELF)
            .withLocal(new World().cluster(SELF).local())
            .withReceived(
                new World()
                    .mesh(SELF, EAST, WEST)
                    .reported(EAST)
                    .reported(WEST)
                    .service(EAST, "cart", "10.0.1.1")
                    .service(WEST, "cart")
                    .at(FIRST_EPOCH, 1));
    List<DesiredHost> hosts =
        new PlanBoard(new ObjectGate(IstioTranslator::translate)).planAll(view);

    assertThat(hosts)
        .singleElement()
        .satisfies(
            host -> {
              assertThat(host.objects())
                  .extracting(
                      object -> object.object().getMetadata().getAnnotations().get(Marks.SHAPED_BY))
                  .containsExactly("west", "east,west");
              assertThat(host.objects())
                  .allSatisfy(
                      object -> {
                        assertThat(object.origins()).containsExactlyInAnyOrder(EAST, WEST);
                        assertThat(Observation.of(object.object()).origins())
                            .isEqualTo(object.origins());
                      });
            });
  }

  @Test
  void aRefusedHostIsWrittenOnceItsObjectsObeyTheRules() throws Exception {
    ViewLoop loop = started();
    translation = ObjectGateTest::breakingCart;
    advance(loop, "10.0.1.1");
    assertThat(sink.refs()).noneMatch(ref -> ref.name().contains("cart"));
    translation = IstioTranslator::translate;

    advance(loop, "10.0.1.2");
    assertThat(sink.refs()).filteredOn(ref -> ref.name().contains("cart")).hasSize(2);
    assertThat(lastErrors()).isEmpty();
  }

  @Test
  void aRefusedHostKeepsTheObjectsOfAnEarlierProcess() throws Exception {
    keepsTheObjectsOfAnEarlierProcess(ObjectGateTest::breakingCart, FindingCode.OBJECT_REFUSED);
  }

  @Test
  void aHostThatCannotBePlannedKeepsTheObjectsOfAnEarlierProcess() throws Exception {
    keepsTheObjectsOfAnEarlierProcess(ObjectGateTest::failingOnCart, FindingCode.PLAN_FAILED);
  }

  private void keepsTheObjectsOfAnEarlierProcess(ObjectGate.Translation fault, FindingCode expected)
      throws Exception {
    advance(started(), "10.0.1.1");
    close();
    translation = fault;
    sink.drainLog();

    ViewLoop restarted = started();
    advance(restarted, "10.0.1.2");
    assertThat(sink.drainLog()).noneMatch(line -> line.contains("cart"));
    assertThat(lastErrors()).extracting(Finding::code).containsExactly(expected);

    translation = IstioTranslator::translate;
    advance(restarted, "10.0.1.3");
    assertThat(sink.drainLog())
        .anyMatch(line -> line.contains("update ServiceEntry/shop/portolan-cart"));
    assertThat(lastErrors()).isEmpty();
  }

  @Test
  void aRefusedHostThatNobodyOffersAnyMoreGoes() throws Exception {
    ViewLoop loop = started();
    advance(loop, "10.0.1.1");
    translation = ObjectGateTest::breakingCart;
    advance(loop, "10.0.1.2");

    World gone = new World().mesh(SELF, EAST).reported(EAST).service(EAST, "other", "10.0.1.9");
    loop.advance(gone.at(FIRST_EPOCH, ++sequence)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(sink.refs()).noneMatch(ref -> ref.name().contains("cart"));
    assertThat(lastErrors()).isEmpty();
  }

  private ViewLoop started() {
    ApplyLoop apply =
        new ApplyLoop(
            sink,
            ApplyLimits.unpaced(Duration.ofHours(1), 30, 20),
            Clock.systemUTC(),
            ApplyLoop.thread(),
            status -> {});
    ViewLoop loop =
        new ViewLoop(
            SELF,
            apply,
            statuses::add,
            ViewLoop.thread(),
            (plan, revision) -> translation.translate(plan, revision));
    loops.add(apply);
    loops.add(loop);
    apply.start();
    loop.offer(new World().cluster(SELF).local());
    return loop;
  }

  /** Both hosts change: each has this address. */
  private void advance(ViewLoop loop, String address) throws Exception {
    World world =
        new World()
            .mesh(SELF, EAST)
            .reported(EAST)
            .service(EAST, "cart", address)
            .service(EAST, "other", address);
    loop.advance(world.at(FIRST_EPOCH, ++sequence)).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private List<Finding> lastErrors() {
    return statuses.get(statuses.size() - 1).findings().stream()
        .filter(finding -> finding.code().severity() == FindingCode.Severity.ERROR)
        .toList();
  }

  private static HostObjects breakingCart(HostPlan plan, Revision revision) {
    HostObjects objects = IstioTranslator.translate(plan, revision);
    if (plan.host().name().equals("cart")) {
      objects.serviceEntry().getSpec().setResolution(ServiceEntryResolution.DNS);
    }
    return objects;
  }

  private static HostObjects failingOnCart(HostPlan plan, Revision revision) {
    if (plan.host().name().equals("cart")) {
      throw new IllegalStateException("broken by the test");
    }
    return IstioTranslator.translate(plan, revision);
  }
}
