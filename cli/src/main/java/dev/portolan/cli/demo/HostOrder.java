package dev.portolan.cli.demo;

import dev.portolan.v1.DestinationTier;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.v1.OriginExplanation;
import java.util.Comparator;
import java.util.List;

/** In which order an explained host's origins are used. */
final class HostOrder {
  private HostOrder() {}

  /** The origins that have destinations: those of the first tier first, by name within one. */
  static List<String> of(ExplainHostResponse answer) {
    return answer.getOriginsList().stream()
        .filter(origin -> origin.getTiersCount() > 0)
        .sorted(
            Comparator.comparingInt(HostOrder::tier).thenComparing(OriginExplanation::getOrigin))
        .map(OriginExplanation::getOrigin)
        .toList();
  }

  private static int tier(OriginExplanation origin) {
    return origin.getTiersList().stream().mapToInt(DestinationTier::getTier).min().orElseThrow();
  }
}
