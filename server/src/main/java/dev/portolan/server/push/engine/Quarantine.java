package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Difference;
import dev.portolan.server.push.engine.view.EncodedResource;
import dev.portolan.server.push.engine.view.TypeView;
import dev.portolan.server.push.engine.view.Withheld;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The resource versions of one type that a subscriber refused. Confined to its stream's thread;
 * bounded: beyond that a refusal still holds (a version is sent once), it is only not listed.
 */
final class Quarantine {
  static final int MAX_LISTED = 1000;

  // Made with the first refusal: hardly any stream has one.
  private Map<String, Refusal> refusals = Map.of();

  /** Takes over the refusal of a response's part; what was not in it is ignored. */
  void refuse(String type, List<Difference> carried, DiscoveryRequest.Nack nack) {
    Map<String, DiscoveryRequest.Rejection> rejections = new TreeMap<>();
    nack.rejections().forEach(rejection -> rejections.put(rejection.name(), rejection));
    for (Difference difference : carried) {
      EncodedResource now = difference.now();
      String version = now == null ? "" : now.version();
      DiscoveryRequest.Rejection rejection = rejections.get(difference.name());
      if (rejections.isEmpty()) {
        add(new Refusal(type, difference.name(), version, nack.message()));
      } else if (rejection != null && rejection.version().equals(version)) {
        add(new Refusal(type, difference.name(), version, rejection.reason()));
      }
    }
  }

  /** Takes over what the hub itself could not send. */
  void withhold(String type, Withheld withheld) {
    String reason =
        "%d bytes, and no response may have more than %d: not sent"
            .formatted(withheld.bytes(), withheld.limit());
    add(new Refusal(type, withheld.name(), withheld.version(), reason));
  }

  private void add(Refusal refusal) {
    if (refusals.isEmpty()) {
      refusals = new TreeMap<>();
    }
    if (refusals.size() < MAX_LISTED || refusals.containsKey(refusal.name())) {
      refusals.put(refusal.name(), refusal);
    }
  }

  /** Forgets the refusals of versions that are not the current ones any more. */
  boolean release(TypeView now) {
    return !refusals.isEmpty()
        && refusals.values().removeIf(refusal -> !refusal.version().equals(version(now, refusal)));
  }

  /** Whether a refused version is among the differences. */
  boolean touches(TypeView from, TypeView to) {
    return !refusals.isEmpty()
        && refusals.values().stream()
            .anyMatch(
                refusal ->
                    refusal.version().equals(version(to, refusal))
                        && !refusal.version().equals(version(from, refusal)));
  }

  boolean holds(Difference difference) {
    Refusal refusal = refusals.get(difference.name());
    EncodedResource now = difference.now();
    return refusal != null && refusal.version().equals(now == null ? "" : now.version());
  }

  Collection<Refusal> listed() {
    return refusals.values();
  }

  private static String version(TypeView view, Refusal refusal) {
    EncodedResource resource = view.get(refusal.name());
    return resource == null ? "" : resource.version();
  }
}
