package dev.portolan.wire;

import dev.portolan.registry.HostRules;
import dev.portolan.registry.HostRules.Overflow;
import dev.portolan.v1.EndpointOverflow;

/**
 * Rules for hosts. Other than in the rest of the contract, a constant that this version does not
 * know is not refused: the virtual mesh would be refused with it, and all its hosts would stay as
 * they are for the sake of one wish. It is kept as unknown, and the planner says so.
 */
final class HostRulesCodec {
  /** No version gives this number a meaning. */
  private static final int UNKNOWN = 1 << 20;

  private HostRulesCodec() {}

  static dev.portolan.v1.HostRules encode(HostRules rules) {
    return dev.portolan.v1.HostRules.newBuilder()
        .setMaxEndpoints(rules.maxEndpoints())
        .setOverflowValue(number(rules.overflow()))
        .build();
  }

  static HostRules decode(dev.portolan.v1.HostRules message, Violations at) {
    long max = Integer.toUnsignedLong(message.getMaxEndpoints());
    if (max > HostRules.MAX_ENDPOINTS) {
      at.add("max_endpoints", "is %d; at most %d".formatted(max, HostRules.MAX_ENDPOINTS));
      return HostRules.DEFAULT;
    }
    return new HostRules(
        max == 0 ? HostRules.DEFAULT_MAX_ENDPOINTS : (int) max, overflow(message.getOverflow()));
  }

  private static int number(Overflow overflow) {
    return switch (overflow) {
      case SHARD -> EndpointOverflow.ENDPOINT_OVERFLOW_SHARD_VALUE;
      case AGGREGATE -> EndpointOverflow.ENDPOINT_OVERFLOW_AGGREGATE_VALUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private static Overflow overflow(EndpointOverflow overflow) {
    return switch (overflow) {
      case ENDPOINT_OVERFLOW_UNSPECIFIED, ENDPOINT_OVERFLOW_SHARD -> Overflow.SHARD;
      case ENDPOINT_OVERFLOW_AGGREGATE -> Overflow.AGGREGATE;
      case UNRECOGNIZED -> Overflow.UNKNOWN;
    };
  }
}
