package dev.portolan.wire;

import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.v1.ExportOptIn;
import java.util.Optional;

/** How a service may ask to be exported. */
final class OptInCodec {
  /** No version gives this number a meaning. */
  private static final int UNKNOWN = 1 << 20;

  private OptInCodec() {}

  static int encode(OptIn optIn) {
    return switch (optIn) {
      case LABEL -> ExportOptIn.EXPORT_OPT_IN_LABEL_VALUE;
      case ANNOTATION -> ExportOptIn.EXPORT_OPT_IN_ANNOTATION_VALUE;
      case SERVICE_EXPORT -> ExportOptIn.EXPORT_OPT_IN_SERVICE_EXPORT_VALUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /**
   * Empty, with a violation, where there is no value; {@code UNKNOWN} for one of a later version.
   */
  static Optional<OptIn> decode(ExportOptIn message, Violations at) {
    return switch (message) {
      case EXPORT_OPT_IN_LABEL -> Optional.of(OptIn.LABEL);
      case EXPORT_OPT_IN_ANNOTATION -> Optional.of(OptIn.ANNOTATION);
      case EXPORT_OPT_IN_SERVICE_EXPORT -> Optional.of(OptIn.SERVICE_EXPORT);
      case UNRECOGNIZED -> Optional.of(OptIn.UNKNOWN);
      case EXPORT_OPT_IN_UNSPECIFIED -> {
        at.add("has no value");
        yield Optional.empty();
      }
    };
  }
}
