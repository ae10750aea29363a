package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RegistryDeltaTest {
  private static final Revision ONE = new Revision("0123456789abcdef", 1);
  private static final OriginId EAST = new OriginId("east-1");
  private static final Recorded<?> CLUSTER = Recorded.local(Cluster.unknown(EAST));

  @Test
  void aDeltaAppliesWhereItBeginsOnly() {
    RegistryDelta delta = new RegistryDelta(ONE, ONE.next(), none(), keys());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> delta.applyTo(RegistrySnapshot.empty(ONE.next())));
    assertThatIllegalArgumentException().isThrownBy(() -> delta.applyTo(RegistrySnapshot.EMPTY));
  }

  @Test
  void contradictionsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RegistryDelta(
                    ONE,
                    ONE.next(),
                    new TreeMap<>(Map.of(CLUSTER.key(), CLUSTER)),
                    keys(CLUSTER.key())));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RegistryDelta(
                    ONE,
                    ONE.next(),
                    new TreeMap<>(Map.of(new ClusterKey(new OriginId("west-1")), CLUSTER)),
                    keys()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RegistryDelta(ONE.next(), ONE, none(), keys()));
  }

  private static SortedMap<ResourceKey, Recorded<?>> none() {
    return new TreeMap<>();
  }

  private static SortedSet<ResourceKey> keys(ResourceKey... keys) {
    return new TreeSet<>(Set.of(keys));
  }
}
