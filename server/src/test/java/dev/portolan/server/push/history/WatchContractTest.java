package dev.portolan.server.push.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.server.push.history.Event.Connected;
import dev.portolan.server.push.history.Event.Marked;
import dev.portolan.server.push.history.Event.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each property is seen to be broken by a history that breaks it, and by no other. */
class WatchContractTest {
  private final Model model =
      new Model().at(1, Map.of("a", "1")).at(2, Map.of("a", "2")).at(3, Map.of("a", "2", "b", "1"));
  private final List<Event> events = new ArrayList<>();
  private int nonce;

  private WatchContractTest connected() {
    events.add(new Connected(Optional.empty(), Map.of()));
    return this;
  }

  private WatchContractTest sent(Map<String, String> sent, String... removed) {
    events.add(new Received("n" + nonce++, sent, List.of(removed), Set.of()));
    return this;
  }

  private WatchContractTest marked(long sequence) {
    events.add(new Marked(sequence));
    return this;
  }

  private List<String> properties() {
    return WatchContract.breaches(model, events, true).stream()
        .map(breach -> breach.substring(0, breach.indexOf(':')))
        .distinct()
        .toList();
  }

  @Test
  void aHistoryThatIsRightHasNoBreach() {
    connected().sent(Map.of("a", "1")).marked(1).sent(Map.of("a", "2")).marked(2);
    events.add(new Connected(Optional.of(2L), Map.of("a", "2")));
    sent(Map.of("b", "1")).marked(3);
    assertThat(properties()).isEmpty();
  }

  @Test
  void goingBackIsNotOrdered() {
    connected().sent(Map.of("a", "2")).sent(Map.of("a", "1")).sent(Map.of("a", "2", "b", "1"));
    marked(3);
    assertThat(properties()).containsExactly("Ordered");
  }

  @Test
  void anEarlierBookmarkIsNotOrdered() {
    Model still = new Model().at(1, Map.of()).at(2, Map.of());
    events.add(new Connected(Optional.empty(), Map.of()));
    marked(2).marked(1).marked(2);
    assertThat(WatchContract.breaches(still, events, true))
        .containsExactly("Ordered: bookmark 1 after 2");
  }

  @Test
  void theSameAgainIsNotUnique() {
    connected().sent(Map.of("a", "2", "b", "1")).sent(Map.of("b", "1")).marked(3);
    assertThat(properties()).containsExactly("Unique");
  }

  @Test
  void aNonceThatComesTwiceIsNotUnique() {
    connected().sent(Map.of("a", "2"));
    nonce = 0;
    sent(Map.of("b", "1")).marked(3);
    assertThat(properties()).containsExactly("Unique");
  }

  @Test
  void whatIsMissingIsNotReliable() {
    connected().sent(Map.of("a", "2")).marked(3);
    assertThat(properties()).containsExactly("Reliable");
  }

  @Test
  void halfAChangeIsNotAtomic() {
    connected().sent(Map.of("a", "2", "b", "1")).marked(2).marked(3);
    assertThat(properties()).containsExactly("Atomic");
  }

  @Test
  void whatWasHeldAndComesAgainIsNotResumed() {
    events.add(new Connected(Optional.of(2L), Map.of("a", "2")));
    sent(Map.of("a", "2", "b", "1")).marked(3);
    assertThat(properties()).containsExactly("Resumable");
  }

  @Test
  void anEndWithoutItsBookmarkIsNotBookmarkable() {
    connected().sent(Map.of("a", "2")).marked(2).sent(Map.of("b", "1"));
    assertThat(properties()).containsExactly("Bookmarkable");
  }

  @Test
  void whatTheSubscriberRefusedIsNotHeldAgainstTheHub() {
    connected();
    events.add(new Received("x", Map.of("a", "2", "b", "1"), List.of(), Set.of("b")));
    marked(3);
    assertThat(properties()).isEmpty();
  }
}
