package dev.portolan.agent.apply.sink;

import java.util.List;

/**
 * Everything that stands where we might write, ours or not.
 *
 * @param version at which it is complete; empty where the sink has no versions
 */
public record Listing(List<ObservedObject> objects, String version) {
  public Listing {
    objects = List.copyOf(objects);
  }
}
