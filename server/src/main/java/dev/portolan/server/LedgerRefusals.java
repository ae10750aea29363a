package dev.portolan.server;

import dev.portolan.registry.OriginId;
import dev.portolan.server.push.engine.DeliveryLedger;
import dev.portolan.server.query.RefusedResources;
import dev.portolan.v1.RefusedResource;
import java.util.List;

/** Shows what agents have refused of {@code push} to {@code query}. */
record LedgerRefusals(DeliveryLedger ledger) implements RefusedResources {

  @Override
  public List<RefusedResource> of(OriginId origin) {
    return ledger.of(origin.value()).refused().stream()
        .map(
            refusal ->
                RefusedResource.newBuilder()
                    .setType(refusal.type())
                    .setName(refusal.name())
                    .setVersion(refusal.version())
                    .setReason(refusal.reason())
                    .build())
        .toList();
  }
}
