package dev.portolan.server.registration;

import static dev.portolan.server.registration.TestSession.instance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Hold;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose silence ends what, with time at hand: renewals every 10 s, a TTL of 30 s. */
@Timeout(60)
class LeasesTest {
  private static final OriginId VMS = new OriginId("vms");
  private static final OriginId EAST = new OriginId("east");
  private static final ServiceKey ORDERS = new ServiceKey(VMS, "shop", "orders");
  private static final Duration BEAT = Duration.ofSeconds(10);

  private RegistrationRig rig = new RegistrationRig();

  @AfterEach
  void close() {
    rig.close();
    assertThat(rig.faults.causes()).isEmpty();
  }

  private int offered() {
    return rig.snapshot().slices(ORDERS).size();
  }

  private List<Hold> holds() {
    return rig.snapshot().holds(VMS);
  }

  /** Time passes in which these renew every ten seconds. */
  private void pass(Duration time, TestSession... renewing) {
    for (long i = 0; i < time.dividedBy(BEAT); i++) {
      rig.pass(BEAT);
      for (TestSession session : renewing) {
        session.renew();
      }
    }
  }

  @Test
  void whoRenewsStaysAndWhoDoesNotIsWithdrawnAfterItsTtl() {
    TestSession lives = rig.session("vms", "lives");
    TestSession dies = rig.session("vms", "dies");
    lives.registerMany(1);
    dies.registerMany(1);
    dies.renew();

    pass(Duration.ofSeconds(20), lives);
    rig.pass(Duration.ofMillis(9_500));
    assertThat(offered()).isEqualTo(2);
    rig.pass(Duration.ofMillis(500));

    assertThat(offered()).isEqualTo(1);
    assertThat(dies.renew()).isZero();
    assertThat(lives.renew()).isEqualTo(1);
    pass(Duration.ofHours(1), lives);
    assertThat(offered()).isEqualTo(1);
    assertThat(holds()).isEmpty();
  }

  @Test
  void theOnlySessionThereIsIsWithdrawnToo() {
    rig.session("vms", "dies").registerMany(3);

    rig.pass(Duration.ofSeconds(30));

    assertThat(rig.snapshot().service(ORDERS)).isEmpty();
    assertThat(rig.snapshot().origin(VMS).vacant()).isTrue();
  }

  @Test
  void ofAnOriginWithOneSessionAnyAgentIsAWitness() {
    rig.agentReports(EAST);
    rig.session("vms", "dies").registerMany(1);
    rig.pass(Duration.ofSeconds(20));
    rig.leases.reporterHeard();

    rig.pass(Duration.ofSeconds(10));

    assertThat(offered()).isZero();
    assertThat(holds()).isEmpty();
  }

  @Test
  void whereOthersRenewRarelyTheyAreWaitedForBeforeAnythingIsHeld() {
    TestSession rare = rig.session("vms", "rare");
    rare.register(instance("rare", 600));
    TestSession dies = rig.session("vms", "dies");
    dies.register(instance("dies", 6));
    rig.pass(Duration.ofSeconds(12));
    assertThat(offered()).isEqualTo(2);

    rare.renew();
    rig.pass(Duration.ofSeconds(1));

    assertThat(offered()).isEqualTo(1);
    assertThat(holds()).isEmpty();
  }

  @Test
  void aHubThatHearsNobodyWithdrawsNothing() {
    rig.agentReports(EAST);
    TestSession cut = rig.session("vms", "cut");
    cut.registerMany(1);

    rig.pass(Duration.ofMinutes(30));

    assertThat(offered()).isEqualTo(1);
    assertThat(holds()).singleElement().extracting(Hold::cause).isEqualTo(Hold.Cause.SILENCE);
    assertThat(cut.renew()).isZero();
    cut.registerMany(1);
    assertThat(cut.renew()).isEqualTo(1);
    assertThat(holds()).isEmpty();
  }

  @Test
  void aSplitThatSilencesAllSessionsOfAnOriginWithdrawsNothing() {
    rig.agentReports(EAST);
    List<TestSession> sessions =
        List.of(rig.session("vms", "a"), rig.session("vms", "b"), rig.session("vms", "c"));
    for (TestSession session : sessions) {
      session.registerMany(2);
      // Each at another time, as it comes.
      rig.pass(Duration.ofSeconds(3));
    }
    sessions.forEach(TestSession::renew);

    for (int i = 0; i < 60; i++) {
      rig.pass(BEAT);
      rig.leases.reporterHeard();
    }

    assertThat(offered()).isEqualTo(6);
    assertThat(rig.snapshot().service(ORDERS)).isPresent();
    assertThat(holds()).singleElement().extracting(Hold::cause).isEqualTo(Hold.Cause.SILENCE);
    for (TestSession session : sessions) {
      assertThat(session.renew()).isZero();
      assertThat(session.registerMany(2).getRegistrations()).isEqualTo(2);
    }
    assertThat(holds()).isEmpty();
    pass(Duration.ofMinutes(5), sessions.toArray(TestSession[]::new));
    assertThat(offered()).isEqualTo(6);
  }

  @Test
  void whoDoesNotComeBackFromASplitIsWithdrawnWhenOthersHaveBeenThereForLong() {
    TestSession back = rig.session("vms", "back");
    TestSession gone = rig.session("vms", "gone");
    back.registerMany(1);
    gone.registerMany(1);
    rig.pass(Duration.ofMinutes(1));
    assertThat(holds()).hasSize(1);

    back.registerMany(1);
    pass(Duration.ofMinutes(9), back);
    assertThat(offered()).isEqualTo(2);
    pass(Duration.ofMinutes(2), back);

    assertThat(offered()).isEqualTo(1);
    assertThat(holds()).isEmpty();
  }

  @Test
  void whatIsHeldGoesWhenAPersonReleasesIt() {
    rig.session("vms", "a").registerMany(1);
    rig.session("vms", "b").registerMany(1);
    rig.pass(Duration.ofMinutes(1));

    rig.loop.submit(new RegistryEvent.ReleaseHold(holds().get(0).name())).join();

    assertThat(rig.snapshot().service(ORDERS)).isEmpty();
    assertThat(rig.snapshot().origin(VMS).registrations()).isEmpty();
  }

  @Test
  void whatSomebodyKeepsStaysUntilItIsReleased() {
    TestSession back = rig.session("vms", "back");
    back.registerMany(1);
    rig.session("vms", "gone").registerMany(1);
    rig.pass(Duration.ofMinutes(1));
    back.registerMany(1);

    rig.loop.submit(new RegistryEvent.RejectHold(holds().get(0).name())).join();
    pass(Duration.ofMinutes(30), back);

    assertThat(offered()).isEqualTo(2);
  }

  @Test
  void tooManyAtOnceAreHeldAlthoughSomebodyIsHeard() {
    TestSession lives = rig.session("vms", "lives");
    lives.registerMany(20);
    rig.session("vms", "dies").registerMany(40);

    pass(Duration.ofMinutes(2), lives);

    assertThat(offered()).isEqualTo(60);
    assertThat(holds()).singleElement().extracting(Hold::cause).isEqualTo(Hold.Cause.BURST);
    pass(Duration.ofMinutes(10), lives);
    assertThat(offered()).isEqualTo(20);
  }

  @Test
  void afterARestartOfTheHubEverythingIsThereForAWholeTtl() {
    TestSession one = rig.session("vms", "one");
    one.registerMany(2);
    TestSession two = rig.session("vms", "two");
    two.registerMany(1);
    pass(Duration.ofSeconds(20), one);
    rig.pass(Duration.ofSeconds(8));

    rig = rig.restarted();
    TestSession back = one.at(rig);
    assertThat(offered()).isEqualTo(3);
    assertThat(back.renew()).isEqualTo(2);
    pass(Duration.ofSeconds(20), back);
    assertThat(offered()).isEqualTo(3);
    pass(Duration.ofSeconds(10), back);

    assertThat(offered()).isEqualTo(2);
  }

  @Test
  void aPauseOfTheHubIsNotCounted() {
    TestSession one = rig.session("vms", "one");
    TestSession two = rig.session("vms", "two");
    one.registerMany(1);
    two.registerMany(1);
    rig.pass(Duration.ofSeconds(29));

    rig.stall(Duration.ofMinutes(10));
    assertThat(one.renew()).isEqualTo(1);
    pass(Duration.ofSeconds(20), one);
    assertThat(offered()).isEqualTo(2);
    pass(Duration.ofSeconds(10), one);

    assertThat(offered()).isEqualTo(1);
  }

  @Test
  void ofAShorterPauseNoMoreThanASecondCounts() {
    TestSession lives = rig.session("vms", "lives");
    lives.registerMany(1);
    rig.session("vms", "dies").registerMany(1);

    for (int i = 0; i < 29; i++) {
      rig.stall(Duration.ofMillis(1_900));
      lives.renew();
    }
    assertThat(offered()).isEqualTo(2);
    rig.stall(Duration.ofMillis(1_900));

    assertThat(offered()).isEqualTo(1);
  }

  @Test
  void whatCannotBeWrittenIsAskedForAgainAndARenewalMeanwhileCounts() {
    TestSession lives = rig.session("vms", "lives");
    TestSession late = rig.session("vms", "late");
    TestSession dies = rig.session("vms", "dies");
    lives.registerMany(1);
    late.registerMany(1);
    dies.registerMany(1);
    rig.store.failWith(new StoreException("the disk is full"));
    pass(Duration.ofSeconds(40), lives);
    assertThat(offered()).isEqualTo(3);
    assertThat(late.renew()).isEqualTo(1);

    rig.store.recover();
    pass(Duration.ofSeconds(40), lives, late);

    assertThat(offered()).isEqualTo(2);
    assertThat(late.renew()).isEqualTo(1);
    assertThat(dies.renew()).isZero();
  }

  @Test
  void absenceMeansSomethingWhenWhoeverLivesHadTheTimeToComeBack() {
    TestSession one = rig.session("vms", "one");
    one.registerMany(1);
    pass(Duration.ofSeconds(20), one);
    assertThat(rig.snapshot().progress(VMS).everComplete()).isFalse();

    pass(Duration.ofSeconds(10), one);

    assertThat(rig.snapshot().progress(VMS).everComplete()).isTrue();
    String epoch = rig.snapshot().revision().epoch();
    rig.loop.submit(new RegistryEvent.BeginEpoch(epoch, "00000000000000bb")).join();
    pass(Duration.ofSeconds(20), one);
    assertThat(rig.snapshot().progress(VMS).everComplete()).isFalse();
    pass(Duration.ofSeconds(10), one);
    assertThat(rig.snapshot().progress(VMS).everComplete()).isTrue();
  }

  @Test
  void anOriginThatIsNewToAStoreThatHasLostNothingIsCompleteAtOnce() {
    TestSession one = rig.session("vms", "one");
    one.registerMany(1);
    rig = rig.restarted();
    one.at(rig).renew();

    rig.session("new", "two").registerMany(1);
    rig.pass(Duration.ofSeconds(1));

    assertThat(rig.snapshot().progress(new OriginId("new")).everComplete()).isTrue();
    assertThat(rig.snapshot().progress(VMS).everComplete()).isFalse();
    rig.pass(Duration.ofSeconds(29));
    assertThat(rig.snapshot().progress(VMS).everComplete()).isTrue();
  }

  // A hub that knew no registrations had the store meanwhile.
  @Test
  void whatIsOfferedAndNotRegisteredGoesWhenAbsenceMeansSomething() {
    TestSession one = rig.session("vms", "one");
    one.register(instance("kept", 30), instance("lost", 30));
    RegistrySnapshot all = rig.snapshot();
    ResourceKey lost = new RegistrationKey(ORDERS, "lost");
    RegistrySnapshot older =
        new RegistryDelta(
                all.revision(),
                all.revision().next(),
                new TreeMap<>(),
                new TreeSet<>(List.of(lost)))
            .applyTo(all);
    rig.close();
    rig = new RegistrationRig(new FakeStore(older), RegistrationRig.LIMITS, 0);
    TestSession back = one.at(rig);
    pass(Duration.ofSeconds(20), back);
    assertThat(offered()).isEqualTo(2);

    pass(Duration.ofSeconds(20), back);

    assertThat(offered()).isEqualTo(1);
  }

  @Test
  void anInstanceWithAShortTtlIsNotBlamedForOthersThatRenewRarely() {
    TestSession rare = rig.session("vms", "rare");
    rare.register(instance("rare", 600));
    TestSession quick = rig.session("vms", "quick");
    quick.register(instance("quick", 6));
    rig.pass(Duration.ofSeconds(2));
    rare.renew();
    quick.renew();

    // The way to both breaks here.
    rig.pass(Duration.ofMinutes(5));

    assertThat(offered()).isEqualTo(2);
    assertThat(holds()).singleElement().extracting(Hold::cause).isEqualTo(Hold.Cause.SILENCE);
  }
}
