package dev.portolan.wire;

import dev.portolan.registry.Provenance;
import dev.portolan.registry.Shared;
import java.time.Instant;
import java.util.Optional;

/** Provenance; an absent message is {@link Provenance#LOCAL}. */
final class ProvenanceCodec {
  private ProvenanceCodec() {}

  static dev.portolan.v1.Provenance encode(Provenance provenance) {
    return dev.portolan.v1.Provenance.newBuilder()
        .setFirstSequence(provenance.firstSequence())
        .setLastSequence(provenance.lastSequence())
        .setReportTime(TimeCodec.encode(provenance.reported()))
        .build();
  }

  static Optional<Provenance> decode(dev.portolan.v1.Provenance message, Violations at) {
    long first = message.getFirstSequence();
    long last = message.getLastSequence();
    int before = at.count();
    if (first < 0) {
      at.add("first_sequence", "is above 2^63 - 1");
    }
    if (last < first) {
      at.add("last_sequence", "is %d, before first_sequence %d".formatted(last, first));
    }
    Optional<Instant> reported = TimeCodec.decode("report_time", message.getReportTime(), at);
    return at.count() > before
        ? Optional.empty()
        : reported.map(time -> Shared.value(new Provenance(first, last, time)));
  }
}
