package dev.portolan.wire;

import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.Percent;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Messages of untrusted senders to parts of traffic policies. */
final class TrafficPartDecoder {
  private TrafficPartDecoder() {}

  /** The part; {@link TrafficPart.Unknown} for one that this version does not know. */
  static Optional<TrafficPart> decode(dev.portolan.v1.TrafficPart message, Violations at) {
    return switch (message.getPartCase()) {
      case SPLIT -> TrafficSplitDecoder.split(message.getSplit(), at.at("split"));
      case MATCHES -> TrafficSplitDecoder.matches(message.getMatches(), at.at("matches"));
      case MIRROR -> mirror(message.getMirror(), at.at("mirror"));
      case RETRIES -> retries(message.getRetries(), at.at("retries"));
      case TIMEOUT ->
          TrafficTimeCodec.decode("timeout", message.getTimeout(), at).map(TrafficTimeout::new);
      case FAULT -> fault(message.getFault(), at.at("fault"));
      case HEADERS -> headers(message.getHeaders(), at.at("headers"));
      case STICKY -> TrafficStickyDecoder.decode(message.getSticky(), at.at("sticky"));
      case PART_NOT_SET -> Optional.of(new TrafficPart.Unknown());
    };
  }

  private static Optional<TrafficPart> mirror(
      dev.portolan.v1.TrafficMirror message, Violations at) {
    Optional<Percent> percent = percent(message.getHundredths(), at);
    if (TrafficTargetCodec.unknown(message.getTarget())) {
      return Optional.of(new TrafficPart.Unknown());
    }
    Optional<TrafficTarget> target =
        TrafficTargetCodec.decode(message.getTarget(), at.at("target"));
    return target.flatMap(found -> percent.map(part -> new TrafficMirror(found, part)));
  }

  private static Optional<TrafficPart> retries(
      dev.portolan.v1.TrafficRetries message, Violations at) {
    int before = at.count();
    int attempts = message.getAttempts();
    if (attempts < 0 || attempts > TrafficRetries.MAX_ATTEMPTS) {
      at.add(
          "attempts",
          "is %s; 0 to %d are allowed"
              .formatted(Integer.toUnsignedString(attempts), TrafficRetries.MAX_ATTEMPTS));
    }
    Optional<Duration> perTry =
        message.hasPerTry()
            ? TrafficTimeCodec.decode("per_try", message.getPerTry(), at)
            : Optional.empty();
    TextRules.within("on", message.getOnCount(), TrafficRetries.CONDITIONS.size(), at);
    if (at.count() > before) {
      return Optional.empty();
    }
    // What a later version can retry on.
    return Optional.of(
        TrafficRetries.CONDITIONS.containsAll(message.getOnList())
            ? new TrafficRetries(
                attempts, perTry, Sorted.set(message.getOnList()), message.getOtherLocalities())
            : new TrafficPart.Unknown());
  }

  private static Optional<TrafficPart> fault(dev.portolan.v1.TrafficFault message, Violations at) {
    int before = at.count();
    Optional<TrafficFault.Delay> delay = Optional.empty();
    if (message.hasDelay()) {
      Violations in = at.at("delay");
      Optional<Duration> time = TrafficTimeCodec.decode("time", message.getDelay().getTime(), in);
      Optional<Percent> percent = percent(message.getDelay().getHundredths(), in);
      delay = time.flatMap(good -> percent.map(part -> new TrafficFault.Delay(good, part)));
    }
    Optional<TrafficFault.Abort> abort = Optional.empty();
    if (message.hasAbort()) {
      Violations in = at.at("abort");
      int status = message.getAbort().getStatus();
      if (!TrafficFault.Abort.isStatus(status)) {
        in.add(
            "status", "is %s; 200 to 599 are allowed".formatted(Integer.toUnsignedString(status)));
      }
      abort =
          percent(message.getAbort().getHundredths(), in)
              .filter(part -> TrafficFault.Abort.isStatus(status))
              .map(part -> new TrafficFault.Abort(status, part));
    }
    if (!message.hasDelay() && !message.hasAbort()) {
      at.add("has neither a delay nor an abort");
    }
    return at.count() > before ? Optional.empty() : Optional.of(new TrafficFault(delay, abort));
  }

  private static Optional<TrafficPart> headers(
      dev.portolan.v1.TrafficHeaders message, Violations at) {
    int before = at.count();
    check(message.getRequest(), at.at("request"));
    check(message.getResponse(), at.at("response"));
    if (at.count() > before) {
      return Optional.empty();
    }
    HeaderChanges request = changes(message.getRequest());
    HeaderChanges response = changes(message.getResponse());
    if (request.isEmpty() && response.isEmpty()) {
      at.add("changes no header");
      return Optional.empty();
    }
    return Optional.of(new TrafficHeaders(request, response));
  }

  private static HeaderChanges changes(dev.portolan.v1.HeaderChanges message) {
    return new HeaderChanges(
        Sorted.map(message.getSetMap()),
        Sorted.map(message.getAddMap()),
        Sorted.set(message.getRemoveList()));
  }

  private static void check(dev.portolan.v1.HeaderChanges message, Violations at) {
    values("set", message.getSetMap(), at);
    values("add", message.getAddMap(), at);
    TextRules.checkEach(
        "remove", message.getRemoveList(), HeaderChanges.MAX_NAMES, HeaderChanges::nameProblem, at);
  }

  private static void values(String field, Map<String, String> headers, Violations at) {
    if (TextRules.within(field, headers.size(), HeaderChanges.MAX_NAMES, at)) {
      headers.forEach(
          (name, value) -> {
            Optional<String> bad = HeaderChanges.nameProblem(name);
            if (bad.isPresent()) {
              at.add(field, bad.get());
            } else {
              at.check(field + '[' + name + ']', HeaderChanges.valueProblem(value));
            }
          });
    }
  }

  private static Optional<Percent> percent(int hundredths, Violations at) {
    Optional<Percent> percent = Percent.ofHundredths(Integer.toUnsignedLong(hundredths));
    if (percent.isEmpty()) {
      at.add(
          "hundredths",
          "is %s; 1 to 10000 are allowed".formatted(Integer.toUnsignedString(hundredths)));
    }
    return percent;
  }
}
