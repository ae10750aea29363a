package dev.portolan.federation;

import dev.portolan.registry.Sorted;
import java.util.Map;
import java.util.SortedMap;

/**
 * Which pods of its namespace a Service of the cluster itself stands for.
 *
 * @param selector labels that they all have; empty where the Service selects none
 * @param targets the pods' port by the Service's, where the Service itself says its number
 * @param gateway they are an east-west gateway
 */
public record NativeWorkloads(
    SortedMap<String, String> selector, SortedMap<Integer, Integer> targets, boolean gateway) {
  /** Of a Service without selector. */
  public static final NativeWorkloads NONE =
      new NativeWorkloads(Sorted.map(Map.of()), Sorted.map(Map.of()), false);

  public NativeWorkloads {
    selector = Sorted.map(selector);
    targets = Sorted.map(targets);
  }

  /** Whether every pod that one of both selects is selected by the other one. */
  boolean sharesWith(NativeWorkloads other) {
    return !selector.isEmpty()
        && !other.selector.isEmpty()
        && (selector.entrySet().containsAll(other.selector.entrySet())
            || other.selector.entrySet().containsAll(selector.entrySet()));
  }
}
