package dev.portolan.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.server.control.StoreException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoredRecordsTest {
  private static final int MANY = 50_001;

  private final StoredRecords records = new StoredRecords();

  @Test
  void givesManyInTheOrderInWhichTheyCame() {
    List<Recorded<ReportProgress>> stored =
        IntStream.range(0, MANY).mapToObj(StoredRecordsTest::progress).toList();

    stored.forEach(this::add);

    assertThat(records.all()).isEqualTo(stored);
  }

  @Test
  void givesNothingOfNothing() {
    assertThat(records.all()).isEmpty();
  }

  @Test
  void namesTheOneAmongManyThatIsNoRecord() {
    IntStream.range(0, 10).mapToObj(StoredRecordsTest::progress).forEach(this::add);
    records.add(RecordCodec.key(progress(10).key()), new byte[] {1, 2, 3});
    IntStream.range(11, 20).mapToObj(StoredRecordsTest::progress).forEach(this::add);

    assertThatThrownBy(records::all)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("origin-10");
  }

  private void add(Recorded<?> recorded) {
    records.add(RecordCodec.key(recorded.key()), RecordCodec.value(recorded));
  }

  private static Recorded<ReportProgress> progress(int number) {
    OriginId origin = new OriginId("origin-" + number);
    return Recorded.local(new ReportProgress(new ReportKey(origin), 1, number, true, true));
  }
}
