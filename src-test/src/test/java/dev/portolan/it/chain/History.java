package dev.portolan.it.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.world.Worlds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What happens to one federation, all of it chosen by a seed. */
final class History {
  private static final int STEPS = 6;

  private final Random random;
  private final Worlds worlds;
  private final List<String> story = new ArrayList<>();
  private final Federation federation;

  private History(long seed, Path states) {
    this.random = new Random(seed);
    this.worlds = new Worlds(random);
    this.federation = new Federation(worlds.origins(), states, random);
    story.add("seed " + seed);
  }

  /**
   * Lives through the history of a seed.
   *
   * @throws AssertionError naming the seed and what happened, if a law is broken
   */
  static void play(long seed, Path states) throws Exception {
    History history = new History(seed, states);
    try {
      history.begin();
      for (int i = 0; i < STEPS; i++) {
        history.step();
        history.check();
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "%s%nto replay it: -Dchain.seed=%d%n%s"
              .formatted(String.join("\n  ", history.story), seed, e.getMessage()),
          e);
    } finally {
      history.federation.close();
    }
  }

  private void begin() throws Exception {
    federation.startHub(federation.disk(), false);
    for (Member member : federation.members()) {
      member.start(Set.of());
    }
    check();
  }

  private void check() {
    assertThat(federation.violations()).isEmpty();
    federation.awaitQuiet();
    assertThat(federation.violations()).isEmpty();
  }

  private void step() throws Exception {
    switch (random.nextInt(8)) {
      case 0 -> changes(1 + random.nextInt(3));
      case 1 -> breaks();
      case 2 -> late();
      case 3 -> agentRestarts(random.nextBoolean());
      case 4 -> hubRestarts();
      case 5, 6 -> hubForgets();
      default -> hubForgetsWhileOneIsAway();
    }
  }

  private void changes(int atMost) {
    for (int i = random.nextInt(atMost + 1); i > 0; i--) {
      Member member = any();
      say(member.id() + " " + worlds.change(member.origin()));
    }
  }

  private void breaks() {
    Member member = any();
    int after = random.nextInt(5);
    say("streams of " + member.id() + " break after " + after + " messages");
    member.wire().breakAfter(after);
    changes(2);
  }

  private void late() {
    Member member = any();
    say("nothing reaches " + member.id());
    member.wire().hold();
    changes(3);
    if (random.nextInt(3) == 0) {
      say("its streams break");
      member.wire().breakAfter(0);
      changes(1);
    }
    say("what was held reaches " + member.id());
    member.wire().release();
  }

  private void agentRestarts(boolean remembers) throws Exception {
    Member member = any();
    stop(member, remembers);
    changes(2);
    start(member);
  }

  private void hubRestarts() throws Exception {
    say("the hub stops");
    federation.stopHub();
    changes(2);
    boolean alsoAgent = random.nextInt(3) == 0;
    Member member = any();
    if (alsoAgent) {
      stop(member, random.nextBoolean());
      start(member);
    }
    say("the hub starts with what it had");
    federation.startHub(federation.disk(), random.nextBoolean());
  }

  private void hubForgets() throws Exception {
    say("the hub stops");
    federation.stopHub();
    changes(2);
    Member member = any();
    if (random.nextBoolean()) {
      boolean remembers = random.nextBoolean();
      stop(member, remembers);
      if (!remembers) {
        member.objects().unknowing();
      }
      start(member);
    }
    say("the hub starts with an empty store");
    federation.startBlankHub(random.nextInt(3) == 0);
  }

  private void hubForgetsWhileOneIsAway() throws Exception {
    Member away = any();
    stop(away, random.nextBoolean());
    away.objects().unknowing();
    Member other = any();
    if (other != away && random.nextBoolean()) {
      stop(other, false);
      other.objects().unknowing();
      start(other);
    }
    say("the hub stops, and starts with an empty store");
    federation.stopHub();
    federation.startBlankHub(random.nextInt(3) == 0);
    federation.awaitInForce();
    assertThat(federation.violations()).isEmpty();
    for (int i = random.nextInt(3); i > 0; i--) {
      Member member = any();
      if (member != away) {
        say(member.id() + " " + worlds.change(member.origin()));
      }
    }
    federation.awaitInForce();
    assertThat(federation.violations()).isEmpty();
    start(away);
  }

  private void stop(Member member, boolean remembers) throws Exception {
    say("the agent of " + member.id() + " stops" + (remembers ? "" : " and forgets"));
    member.stop();
    if (!remembers) {
      member.forget();
    }
  }

  private void start(Member member) {
    boolean part = random.nextInt(3) == 0;
    say("the agent of " + member.id() + " starts" + (part ? " and has not read everything" : ""));
    member.start(part ? worlds.part(member.origin()) : Set.of());
    if (part) {
      changes(1);
      member.origin().finishReading();
    }
  }

  private Member any() {
    return federation.members().get(random.nextInt(federation.members().size()));
  }

  private void say(String what) {
    story.add(what);
  }
}
