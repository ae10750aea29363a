package dev.portolan.it.chain;

import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Laws of the whole chain, over histories by chance. Once nothing happens, each cluster's objects
 * are those planned directly from all origins' states. At any moment an agent writes only what
 * states that the origins really had explain: nothing goes because somebody was not heard, and
 * nothing is written where nothing changed.
 *
 * <p>{@code -Dchain.seed=<n>} plays one history, {@code -Dchain.histories=<n>} as many from the
 * seed on.
 */
@Timeout(300)
class ChainIT {
  private static final int HISTORIES = 12;

  static LongStream seeds() {
    Long seed = Long.getLong("chain.seed");
    int histories = Integer.getInteger("chain.histories", seed == null ? HISTORIES : 1);
    long first = seed == null ? 1 : seed;
    return LongStream.range(first, first + histories);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Execution(ExecutionMode.CONCURRENT)
  void writesOnlyWhatTheOriginsExplain(long seed, @TempDir Path states) throws Exception {
    History.play(seed, states);
  }
}
