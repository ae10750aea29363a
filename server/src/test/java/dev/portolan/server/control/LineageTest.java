package dev.portolan.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Revision;
import org.junit.jupiter.api.Test;

final class LineageTest {
  private static final String EPOCH = "00000000000000aa";
  private static final String FIRST = "0000000000000001";
  private static final String SECOND = "0000000000000002";
  private static final String THIRD = "0000000000000003";

  /** The first wrote 1 to 100, the second nothing, the third is running. */
  private final Lineage lineage =
      Lineage.unknown(EPOCH).begun(FIRST, at(0)).begun(SECOND, at(100)).begun(THIRD, at(100));

  private static Revision at(long sequence) {
    return new Revision(EPOCH, sequence);
  }

  @Test
  void whatAStartWroteOrFoundHereIsNotLacking() {
    assertThat(lineage.lacks(at(0), FIRST)).isFalse();
    assertThat(lineage.lacks(at(100), FIRST)).isFalse();
    assertThat(lineage.lacks(at(100), SECOND)).isFalse();
    assertThat(lineage.lacks(at(100), THIRD)).isFalse();
    assertThat(lineage.lacks(at(5000), THIRD)).isFalse();
  }

  @Test
  void whatAStartToldBeyondWhatItWroteHereIsLacking() {
    assertThat(lineage.lacks(at(101), FIRST)).isTrue();
    assertThat(lineage.lacks(at(101), SECOND)).isTrue();
  }

  @Test
  void whatAnUnknownStartToldIsLackingUnlessItMayBeForgotten() {
    Lineage young = Lineage.unknown(EPOCH).begun(THIRD, at(100));

    assertThat(young.lacks(at(100), FIRST)).isFalse();
    assertThat(young.lacks(at(101), FIRST)).isTrue();
    assertThat(lineage.lacks(at(1), "00000000000000ff")).isTrue();
  }

  @Test
  void anotherEpochAndAnUnknownHistoryLackNothing() {
    assertThat(lineage.lacks(new Revision("00000000000000bb", 7000), FIRST)).isFalse();
    assertThat(Lineage.unknown(EPOCH).lacks(at(7000), FIRST)).isFalse();
  }

  @Test
  void onlyTheLastStartsAreKept() {
    Lineage long64 = Lineage.unknown(EPOCH);
    for (int i = 1; i <= Lineage.MAX_STARTS + 6; i++) {
      long64 = long64.begun("%016x".formatted(i), at(10L * i));
    }

    assertThat(long64.starts()).hasSize(Lineage.MAX_STARTS);
    assertThat(long64.lacks(at(50), "%016x".formatted(5))).isFalse();
    assertThat(long64.lacks(at(71), "%016x".formatted(5))).isTrue();
  }

  @Test
  void anotherEpochBeginsWithOneStart() {
    Revision next = new Revision("00000000000000bb", 101);

    assertThat(lineage.begun(THIRD, next).starts()).containsExactly(new Lineage.Start(THIRD, 102));
    assertThat(Lineage.opened(THIRD, next).starts()).containsExactly(new Lineage.Start(THIRD, 101));
  }
}
