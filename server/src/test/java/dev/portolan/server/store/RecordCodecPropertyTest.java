package dev.portolan.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryArbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class RecordCodecPropertyTest {

  @Property(tries = 300)
  void everyRecordIsReadAsItWasWritten(@ForAll("recorded") Recorded<?> recorded) {
    byte[] key = RecordCodec.key(recorded.key());

    assertThat(RecordCodec.decode(key, RecordCodec.value(recorded))).isEqualTo(recorded);
  }

  @Provide
  Arbitrary<Recorded<?>> recorded() {
    return RegistryArbitraries.recorded();
  }
}
