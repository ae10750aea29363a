package dev.portolan.registry;

/** Sends a copy of some requests to a second place; the answers to copies are dropped. */
public record TrafficMirror(TrafficTarget target, Percent percent) implements TrafficPart {
  @Override
  public Kind kind() {
    return Kind.MIRROR;
  }
}
