package dev.portolan.wire;

import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Shared;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose records may be in the input: on a report stream those of the stream's own origin, which may
 * be left unnamed; from the hub those of any origin, which must be named.
 */
final class OriginRule {
  private final @Nullable OriginId own;

  OriginRule(@Nullable OriginId own) {
    this.own = own;
  }

  Optional<OriginId> decode(String origin, Violations at) {
    if (own != null && origin.isEmpty()) {
      return Optional.of(own);
    }
    Optional<String> problem = Names.labelProblem(origin);
    if (problem.isPresent()) {
      at.check("origin", problem);
      return Optional.empty();
    }
    if (own != null && !own.value().equals(origin)) {
      at.add("origin", "is '%s'; this stream reports for '%s' only".formatted(origin, own));
      return Optional.empty();
    }
    return Optional.of(own != null ? own : Shared.value(new OriginId(origin)));
  }
}
