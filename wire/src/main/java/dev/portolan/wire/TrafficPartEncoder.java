package dev.portolan.wire;

import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.v1.StickyCookie;
import dev.portolan.v1.TrafficHost;

/** Parts of traffic policies to messages. */
final class TrafficPartEncoder {
  private TrafficPartEncoder() {}

  static dev.portolan.v1.TrafficPart encode(TrafficPart part) {
    dev.portolan.v1.TrafficPart.Builder message = dev.portolan.v1.TrafficPart.newBuilder();
    if (part instanceof TrafficSplit split) {
      message.setSplit(split(split));
    } else if (part instanceof TrafficMirror mirror) {
      message
          .getMirrorBuilder()
          .setTarget(target(mirror.target()))
          .setHundredths(mirror.percent().hundredths());
    } else if (part instanceof TrafficRetries retries) {
      message.setRetries(retries(retries));
    } else if (part instanceof TrafficTimeout timeout) {
      message.setTimeout(DurationCodec.encode(timeout.time()));
    } else if (part instanceof TrafficFault fault) {
      message.setFault(fault(fault));
    } else if (part instanceof TrafficHeaders headers) {
      message
          .getHeadersBuilder()
          .setRequest(changes(headers.request()))
          .setResponse(changes(headers.response()));
    } else if (part instanceof TrafficMatches matches) {
      message.setMatches(matches(matches));
    } else if (part instanceof TrafficSticky sticky) {
      message.setSticky(sticky(sticky));
    }
    return message.build();
  }

  private static dev.portolan.v1.TrafficSplit split(TrafficSplit split) {
    dev.portolan.v1.TrafficSplit.Builder message = dev.portolan.v1.TrafficSplit.newBuilder();
    split
        .branches()
        .forEach(
            branch ->
                message
                    .addBranchesBuilder()
                    .setTarget(target(branch.target()))
                    .setWeight(branch.weight()));
    return message.build();
  }

  private static dev.portolan.v1.TrafficMatches matches(TrafficMatches matches) {
    dev.portolan.v1.TrafficMatches.Builder message = dev.portolan.v1.TrafficMatches.newBuilder();
    matches
        .cases()
        .forEach(
            each ->
                message
                    .addCasesBuilder()
                    .setMatch(match(each.match()))
                    .setSplit(split(each.split())));
    return message.build();
  }

  private static dev.portolan.v1.RequestMatch match(RequestMatch match) {
    dev.portolan.v1.RequestMatch.Builder message =
        dev.portolan.v1.RequestMatch.newBuilder()
            .addAllMethods(match.methods())
            .addAllPaths(match.paths());
    match.headers().forEach((name, header) -> message.putHeaders(name, header(header)));
    return message.build();
  }

  private static dev.portolan.v1.HeaderMatch header(HeaderMatch header) {
    dev.portolan.v1.HeaderMatch.Builder message = dev.portolan.v1.HeaderMatch.newBuilder();
    return switch (header.by()) {
      case EXACT -> message.setExact(header.value()).build();
      case PREFIX -> message.setPrefix(header.value()).build();
      case PRESENT -> message.setPresent(true).build();
    };
  }

  private static dev.portolan.v1.TrafficTarget target(TrafficTarget target) {
    dev.portolan.v1.TrafficTarget.Builder message = dev.portolan.v1.TrafficTarget.newBuilder();
    if (target instanceof TrafficTarget.InCluster in) {
      message.setCluster(in.cluster().value());
    } else if (target instanceof TrafficTarget.OtherHost other) {
      message.setHost(
          TrafficHost.newBuilder()
              .setNamespace(other.host().namespace())
              .setName(other.host().name()));
    }
    return message.build();
  }

  private static dev.portolan.v1.TrafficRetries retries(TrafficRetries retries) {
    dev.portolan.v1.TrafficRetries.Builder message =
        dev.portolan.v1.TrafficRetries.newBuilder()
            .setAttempts(retries.attempts())
            .addAllOn(retries.on())
            .setOtherLocalities(retries.otherLocalities());
    retries.perTry().ifPresent(time -> message.setPerTry(DurationCodec.encode(time)));
    return message.build();
  }

  private static dev.portolan.v1.TrafficFault fault(TrafficFault fault) {
    dev.portolan.v1.TrafficFault.Builder message = dev.portolan.v1.TrafficFault.newBuilder();
    fault
        .delay()
        .ifPresent(
            delay ->
                message
                    .getDelayBuilder()
                    .setTime(DurationCodec.encode(delay.time()))
                    .setHundredths(delay.percent().hundredths()));
    fault
        .abort()
        .ifPresent(
            abort ->
                message
                    .getAbortBuilder()
                    .setStatus(abort.status())
                    .setHundredths(abort.percent().hundredths()));
    return message.build();
  }

  private static dev.portolan.v1.HeaderChanges changes(HeaderChanges changes) {
    return dev.portolan.v1.HeaderChanges.newBuilder()
        .putAllSet(changes.set())
        .putAllAdd(changes.add())
        .addAllRemove(changes.remove())
        .build();
  }

  private static dev.portolan.v1.TrafficSticky sticky(TrafficSticky sticky) {
    dev.portolan.v1.TrafficSticky.Builder message = dev.portolan.v1.TrafficSticky.newBuilder();
    return switch (sticky.by()) {
      case HEADER -> message.setHeader(sticky.name()).build();
      case QUERY -> message.setQuery(sticky.name()).build();
      case SOURCE -> message.setSource(true).build();
      case COOKIE -> {
        StickyCookie.Builder cookie = StickyCookie.newBuilder().setName(sticky.name());
        sticky.ttl().ifPresent(time -> cookie.setTtl(DurationCodec.encode(time)));
        yield message.setCookie(cookie).build();
      }
    };
  }
}
