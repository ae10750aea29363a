package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.FakeObjectSink;
import dev.portolan.agent.session.FakeTime;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An apply loop over a fake sink, on a time that stands still until the test moves it. */
final class ApplyRig {
  static final ApplyLimits LIMITS = new ApplyLimits(1000, 1000, 8, Duration.ofMinutes(10), 30, 20);
  static final StrayPolicy NOTHING_STAYS = (origins, epoch, ref) -> Optional.empty();

  final FakeObjectSink sink = new FakeObjectSink();
  final FakeTime time = new FakeTime();
  final List<ApplyStatus> statuses = new ArrayList<>();
  final ApplyLoop loop;

  ApplyRig() {
    this(LIMITS);
  }

  ApplyRig(ApplyLimits limits) {
    this.loop = new ApplyLoop(sink, limits, time, time, statuses::add);
  }

  /** Starts the loop with these hosts as the first view. */
  void start(DesiredHost... hosts) {
    loop.start();
    want(hosts);
  }

  /** Wants this, and lets some moments pass. */
  void want(DesiredHost... hosts) {
    var unused = awaiting(hosts);
  }

  /** As {@link #want}; what completes when the objects are looked after. */
  CompletableFuture<Void> awaiting(DesiredHost... hosts) {
    CompletableFuture<Void> done = loop.want(List.of(hosts), NOTHING_STAYS).toCompletableFuture();
    settle();
    return done;
  }

  /** Long enough for whatever is not delayed on purpose. */
  void settle() {
    time.pass(Duration.ofMillis(300));
  }

  ApplyStatus status() {
    return statuses.isEmpty() ? ApplyStatus.NOTHING : statuses.get(statuses.size() - 1);
  }

  List<FindingCode> codes() {
    return status().findings().stream().map(Finding::code).toList();
  }
}
