package dev.portolan.wire;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.HostRules.MissingNamespace;
import dev.portolan.registry.HostRules.Overflow;
import dev.portolan.registry.Names;
import dev.portolan.v1.EndpointOverflow;
import dev.portolan.v1.ServiceMode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rules for hosts. Other than in the rest of the contract, a constant that this version does not
 * know is not refused: the virtual mesh would be refused with it, and all its hosts would stay as
 * they are for the sake of one wish. It is kept as unknown, and the planner says so.
 */
public final class HostRulesCodec {
  /** No version gives this number a meaning. */
  private static final int UNKNOWN = 1 << 20;

  private HostRulesCodec() {}

  static dev.portolan.v1.HostRules encode(HostRules rules) {
    dev.portolan.v1.HostRules.Builder message =
        dev.portolan.v1.HostRules.newBuilder()
            .setMaxEndpoints(rules.maxEndpoints())
            .setOverflowValue(number(rules.overflow()))
            .setModeValue(number(rules.mode()))
            .setMissingNamespaceValue(number(rules.missingNamespace()));
    rules
        .exceptions()
        .forEach(
            (host, mode) ->
                message
                    .addServicesBuilder()
                    .setNamespace(host.namespace())
                    .setName(host.name())
                    .setModeValue(number(mode)));
    return message.build();
  }

  static HostRules decode(dev.portolan.v1.HostRules message, Violations at) {
    int before = at.count();
    long max = Integer.toUnsignedLong(message.getMaxEndpoints());
    if (max > HostRules.MAX_ENDPOINTS) {
      at.add("max_endpoints", "is %d; at most %d".formatted(max, HostRules.MAX_ENDPOINTS));
    }
    SortedMap<HostKey, HostMode> exceptions = exceptions(message.getServicesList(), at);
    return at.count() > before
        ? HostRules.DEFAULT
        : new HostRules(
            mode(message.getMode()),
            exceptions,
            max == 0 ? HostRules.DEFAULT_MAX_ENDPOINTS : (int) max,
            overflow(message.getOverflow()),
            missing(message.getMissingNamespace()));
  }

  private static SortedMap<HostKey, HostMode> exceptions(
      List<ServiceMode> messages, Violations at) {
    SortedMap<HostKey, HostMode> exceptions = new TreeMap<>();
    if (!TextRules.within("services", messages.size(), HostRules.MAX_EXCEPTIONS, at)) {
      return exceptions;
    }
    for (int i = 0; i < messages.size(); i++) {
      ServiceMode message = messages.get(i);
      Violations element = at.at("services", i);
      int before = at.count();
      element.check("namespace", Names.labelProblem(message.getNamespace()));
      element.check("name", Names.labelProblem(message.getName()));
      if (at.count() == before) {
        HostKey host = new HostKey(message.getNamespace(), message.getName());
        if (exceptions.put(host, mode(message.getMode())) != null) {
          element.add("name", "%s is there already".formatted(host));
        }
      }
    }
    return exceptions;
  }

  /** A mode as a message has it; one that is not known here has no name there. */
  public static dev.portolan.v1.HostMode encode(HostMode mode) {
    return switch (mode) {
      case GLOBAL -> dev.portolan.v1.HostMode.HOST_MODE_GLOBAL;
      case REPLICA -> dev.portolan.v1.HostMode.HOST_MODE_REPLICA;
      case MERGE -> dev.portolan.v1.HostMode.HOST_MODE_MERGE;
      case UNKNOWN -> dev.portolan.v1.HostMode.HOST_MODE_UNSPECIFIED;
    };
  }

  private static int number(HostMode mode) {
    return mode == HostMode.UNKNOWN ? UNKNOWN : encode(mode).getNumber();
  }

  private static HostMode mode(dev.portolan.v1.HostMode mode) {
    return switch (mode) {
      case HOST_MODE_UNSPECIFIED, HOST_MODE_GLOBAL -> HostMode.GLOBAL;
      case HOST_MODE_REPLICA -> HostMode.REPLICA;
      case HOST_MODE_MERGE -> HostMode.MERGE;
      case UNRECOGNIZED -> HostMode.UNKNOWN;
    };
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

  private static int number(MissingNamespace missing) {
    return switch (missing) {
      case SKIP -> dev.portolan.v1.MissingNamespace.MISSING_NAMESPACE_SKIP_VALUE;
      case CREATE -> dev.portolan.v1.MissingNamespace.MISSING_NAMESPACE_CREATE_VALUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private static MissingNamespace missing(dev.portolan.v1.MissingNamespace missing) {
    return switch (missing) {
      case MISSING_NAMESPACE_UNSPECIFIED, MISSING_NAMESPACE_SKIP -> MissingNamespace.SKIP;
      case MISSING_NAMESPACE_CREATE -> MissingNamespace.CREATE;
      case UNRECOGNIZED -> MissingNamespace.UNKNOWN;
    };
  }
}
