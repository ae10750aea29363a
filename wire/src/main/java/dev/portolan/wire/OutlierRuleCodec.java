package dev.portolan.wire;

import dev.portolan.registry.OutlierRule;
import java.time.Duration;

/** When a failing destination is left out. */
final class OutlierRuleCodec {
  private OutlierRuleCodec() {}

  static dev.portolan.v1.OutlierRule encode(OutlierRule rule) {
    return dev.portolan.v1.OutlierRule.newBuilder()
        .setConsecutiveErrors(rule.consecutiveErrors())
        .setInterval(seconds(rule.interval()))
        .setEjection(seconds(rule.ejection()))
        .setMaxEjectedPercent(rule.maxEjectedPercent())
        .build();
  }

  private static com.google.protobuf.Duration seconds(Duration time) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(time.toSeconds()).build();
  }

  /** The rule; the default where nothing is said, and where something is wrong. */
  static OutlierRule decode(dev.portolan.v1.OutlierRule message, Violations at) {
    int before = at.count();
    OutlierRule usual = OutlierRule.DEFAULT;
    int errors =
        number(
            "consecutive_errors",
            message.getConsecutiveErrors(),
            OutlierRule.MAX_ERRORS,
            usual.consecutiveErrors(),
            at);
    int percent =
        number(
            "max_ejected_percent",
            message.getMaxEjectedPercent(),
            100,
            usual.maxEjectedPercent(),
            at);
    Duration interval =
        message.hasInterval() ? time("interval", message.getInterval(), at) : usual.interval();
    Duration ejection =
        message.hasEjection() ? time("ejection", message.getEjection(), at) : usual.ejection();
    return at.count() > before ? usual : new OutlierRule(errors, interval, ejection, percent);
  }

  private static int number(String field, int value, int max, int usual, Violations at) {
    if (value < 0 || value > max) {
      at.add(field, "is %s; 1 to %d".formatted(Integer.toUnsignedString(value), max));
    }
    return value == 0 ? usual : value;
  }

  private static Duration time(String field, com.google.protobuf.Duration message, Violations at) {
    long max = OutlierRule.MAX_TIME.toSeconds();
    if (message.getSeconds() < 1 || message.getSeconds() > max || message.getNanos() != 0) {
      at.add(
          field,
          "is %d s and %d ns; whole seconds from 1 to %d are allowed"
              .formatted(message.getSeconds(), message.getNanos(), max));
    }
    return Duration.ofSeconds(message.getSeconds());
  }
}
