package dev.portolan.wire;

import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import dev.portolan.registry.Shared;

/** Localities; an absent message and one with empty fields are both {@link Locality#UNKNOWN}. */
final class LocalityCodec {
  private LocalityCodec() {}

  static dev.portolan.v1.Locality encode(Locality locality) {
    return dev.portolan.v1.Locality.newBuilder()
        .setRegion(locality.region())
        .setZone(locality.zone())
        .setSubzone(locality.subzone())
        .build();
  }

  /** {@link Locality#UNKNOWN} stands in where there is a violation. */
  static Locality decode(dev.portolan.v1.Locality message, Violations at) {
    int before = at.count();
    at.check("region", Names.labelValueProblem(message.getRegion()));
    at.check("zone", Names.labelValueProblem(message.getZone()));
    at.check("subzone", Names.labelValueProblem(message.getSubzone()));
    if (message.getRegion().isEmpty() && !message.getZone().isEmpty()) {
      at.add("region", "is empty, but zone is not");
    }
    if (message.getZone().isEmpty() && !message.getSubzone().isEmpty()) {
      at.add("zone", "is empty, but subzone is not");
    }
    return at.count() == before
        ? Shared.value(
            new Locality(
                Shared.value(message.getRegion()),
                Shared.value(message.getZone()),
                Shared.value(message.getSubzone())))
        : Locality.UNKNOWN;
  }
}
