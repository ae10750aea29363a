package dev.portolan.it.faults;

import java.time.Duration;
import java.util.List;

/** A fault that begins and ends, in or around one cluster. */
enum Mishap {
  CUT("its connections end", (f, s, n) -> s.link().cut()),
  RESET("its connections are reset", (f, s, n) -> s.link().reset()),
  TORN("a connection is torn within a message", (f, s, n) -> s.link().tearAfter(n)),
  HALF_OPEN("its connections are forgotten", (f, s, n) -> s.link().forgetConnections()),
  STALLED("nothing passes and it waits", (f, s, n) -> s.link().stall(true, true)),
  SWALLOWED("nothing passes and it is lost", (f, s, n) -> s.link().swallow(true, true)),
  DEAF("nothing passes to it", (f, s, n) -> s.link().swallow(false, true)),
  MUTE("nothing passes from it", (f, s, n) -> s.link().stall(true, false)),
  SLOW("its link is slow", (f, s, n) -> s.link().slow(Duration.ofMillis(n % 300), 4_000)),
  REFUSED("it cannot connect", (f, s, n) -> s.link().refuse()),
  AGENT_KILLED("its agent is killed", (f, s, n) -> s.kill()),
  AGENT_STOPPED("its agent stands still", (f, s, n) -> s.pause()),
  HUB_KILLED("the hub is killed", (f, s, n) -> f.hub().kill()),
  HUB_STOPPED("the hub stands still", (f, s, n) -> f.hub().pause());

  /** All that may happen. */
  static final List<Mishap> ALL = List.of(values());

  private final String what;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final Deed deed;

  Mishap(String what, Deed deed) {
    this.what = what;
    this.deed = deed;
  }

  private interface Deed {
    void on(FileFederation federation, FileSite site, int luck);
  }

  /** Whether it leaves nothing that would have to be mended. */
  boolean momentary() {
    return this == CUT || this == RESET || this == HALF_OPEN;
  }

  /** Begins. */
  void begin(FileFederation federation, FileSite site, int luck) {
    deed.on(federation, site, luck);
  }

  /** Ends, whatever else was wrong with the same link or process meanwhile. */
  void end(FileFederation federation, FileSite site) {
    switch (this) {
      case CUT, RESET, HALF_OPEN -> {}
      case TORN, STALLED, SWALLOWED, DEAF, MUTE, SLOW, REFUSED -> site.link().heal();
      case AGENT_KILLED -> site.start();
      case AGENT_STOPPED -> site.goOn();
      case HUB_KILLED -> federation.hub().start();
      case HUB_STOPPED -> federation.hub().goOn();
    }
  }

  @Override
  public String toString() {
    return what;
  }
}
