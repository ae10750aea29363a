package dev.portolan.agent.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which watches are believed, in a time that passes when it is told to. */
class WatchesTest {
  private static final long SILENCE = SourceSettings.DEFAULT.silence().toNanos();

  private final Map<ObjectKind, FakeKindWatch> informers = new EnumMap<>(ObjectKind.class);
  private final Watches watches =
      new Watches(
          SourceSettings.DEFAULT,
          (kind, apiVersion, generation, known) -> {
            FakeKindWatch informer = new FakeKindWatch(generation);
            informers.put(kind, informer);
            return informer;
          },
          kind -> List.of());

  @BeforeEach
  void open() {
    watches.open(0);
    informers.forEach((kind, informer) -> watches.listed(kind, informer.generation()));
    watches.look(0);
  }

  private FakeKindWatch pods() {
    return informers.getOrDefault(ObjectKind.POD, new FakeKindWatch(0));
  }

  @Test
  void aQuietWatchThatGetsBookmarksIsBelieved() {
    FakeKindWatch before = pods();
    for (int i = 1; i <= 10; i++) {
      before.progresses();
      watches.look(i * (SILENCE - 1));
    }

    assertThat(pods()).isSameAs(before);
    assertThat(before.closed()).isFalse();
  }

  @Test
  void aWatchThatGetsNothingForTooLongIsReplacedAndTheOthersStay() {
    FakeKindWatch before = pods();
    FakeKindWatch services = informers.get(ObjectKind.SERVICE);
    informers.values().stream().filter(each -> each != before).forEach(FakeKindWatch::progresses);
    watches.look(SILENCE - 1);
    assertThat(pods()).isSameAs(before);

    watches.look(SILENCE);

    assertThat(before.closed()).isTrue();
    assertThat(pods().generation()).isGreaterThan(before.generation());
    assertThat(informers.get(ObjectKind.SERVICE)).isSameAs(services);
    assertThat(watches.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.WATCH_DOUBTFUL);
  }

  @Test
  void whatAReplacedInformerSaysDoesNotCount() {
    FakeKindWatch before = pods();
    watches.look(SILENCE);

    assertThat(watches.current(ObjectKind.POD, before.generation())).isFalse();
    assertThat(watches.current(ObjectKind.POD, pods().generation())).isTrue();
  }
}
