package dev.portolan.server.ingest;

import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.sliceKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.ResourceKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportStateTest {
  private static final OriginId EAST = new OriginId("east-1");
  private static final ResourceKey SERVICE = serviceKey(EAST, "reviews");
  private static final ResourceKey SLICE = sliceKey(EAST, "reviews", "reviews-a");
  private static final ResourceKey OTHER = serviceKey(EAST, "ratings");

  private final ReportState listing =
      new ReportState.AwaitingHello().listing().batch(1, List.of(SERVICE, SLICE, OTHER), List.of());

  // Else a withdrawal that is held would count as taken back when the list is complete.
  @Test
  void whatIsWithdrawnWhileTheListComesInIsNotListed() {
    assertThat(listing.batch(2, List.of(), List.of(SERVICE)).complete(2).keys())
        .containsExactly(OTHER);
  }

  @Test
  void whatIsOfferedAfterItsWithdrawalIsListed() {
    assertThat(listing.batch(2, List.of(SLICE), List.of(SERVICE)).complete(2).keys())
        .containsExactlyInAnyOrder(OTHER, SLICE);
  }
}
