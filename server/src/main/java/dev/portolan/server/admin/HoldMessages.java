package dev.portolan.server.admin;

import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Hold;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.server.control.RemovalGuard;
import dev.portolan.v1.HoldCause;
import dev.portolan.v1.HoldState;
import dev.portolan.wire.TimeCodec;

/** Holds as people are shown them. */
record HoldMessages(RemovalGuard guard) {
  private static final int MAX_NAMES = 100;

  dev.portolan.v1.Hold encode(RegistrySnapshot snapshot, Hold hold) {
    dev.portolan.v1.Hold.Builder message =
        dev.portolan.v1.Hold.newBuilder()
            .setName(hold.name())
            .setOrigin(hold.origin().value())
            .setState(hold.waiting() ? HoldState.HOLD_STATE_WAITING : HoldState.HOLD_STATE_REJECTED)
            .setCause(
                switch (hold.cause()) {
                  case LIST -> HoldCause.HOLD_CAUSE_LIST;
                  case BURST -> HoldCause.HOLD_CAUSE_BURST;
                  case SILENCE -> HoldCause.HOLD_CAUSE_SILENCE;
                })
            .setSinceTime(TimeCodec.encode(hold.since()))
            .setServices(hold.services())
            .setEndpointSlices(hold.keys().size() - hold.services())
            .setEndpoints(endpoints(snapshot, hold))
            .setAllServices(hold.of().services())
            .setAllEndpoints(hold.of().endpoints());
    if (hold.waiting()) {
      message.setConfirmTime(
          TimeCodec.encode(hold.since().plus(guard.confirmAfter(hold.origin()))));
    }
    hold.keys().stream().limit(MAX_NAMES).map(HoldMessages::name).forEach(message::addNames);
    return message.build();
  }

  private static int endpoints(RegistrySnapshot snapshot, Hold hold) {
    return hold.keys().stream()
        .filter(SliceKey.class::isInstance)
        .flatMap(key -> snapshot.find(key).stream())
        .mapToInt(found -> found.as(EndpointSlice.class).resource().endpoints().size())
        .sum();
  }

  private static String name(ResourceKey key) {
    if (key instanceof SliceKey slice) {
      return "endpointslice/%s/%s/%s"
          .formatted(slice.service().namespace(), slice.service().name(), slice.name());
    }
    ServiceKey service = (ServiceKey) key;
    return "service/%s/%s".formatted(service.namespace(), service.name());
  }
}
