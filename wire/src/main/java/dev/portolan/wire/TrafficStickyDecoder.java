package dev.portolan.wire;

import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficSticky.By;
import dev.portolan.v1.StickyCookie;
import java.time.Duration;
import java.util.Optional;

/** What requests are alike in, read from untrusted senders. */
final class TrafficStickyDecoder {
  private TrafficStickyDecoder() {}

  static Optional<TrafficPart> decode(dev.portolan.v1.TrafficSticky message, Violations at) {
    return switch (message.getByCase()) {
      case HEADER -> named(By.HEADER, message.getHeader(), Optional.empty(), "header", at);
      case QUERY -> named(By.QUERY, message.getQuery(), Optional.empty(), "query", at);
      case COOKIE -> cookie(message.getCookie(), at.at("cookie"));
      case SOURCE -> {
        if (!message.getSource()) {
          at.add("source", "is false; leave the whole part out instead");
        }
        yield message.getSource()
            ? Optional.of(new TrafficSticky(By.SOURCE, "", Optional.empty()))
            : Optional.empty();
      }
      case BY_NOT_SET -> Optional.of(new TrafficPart.Unknown());
    };
  }

  private static Optional<TrafficPart> cookie(StickyCookie cookie, Violations at) {
    int before = at.count();
    Optional<Duration> ttl =
        cookie.hasTtl() ? TrafficTimeCodec.decode("ttl", cookie.getTtl(), at) : Optional.empty();
    Optional<TrafficPart> part = named(By.COOKIE, cookie.getName(), ttl, "name", at);
    return at.count() > before ? Optional.empty() : part;
  }

  private static Optional<TrafficPart> named(
      By by, String name, Optional<Duration> ttl, String field, Violations at) {
    Optional<String> problem = TrafficSticky.nameProblem(name);
    at.check(field, problem);
    return problem.isPresent() ? Optional.empty() : Optional.of(new TrafficSticky(by, name, ttl));
  }
}
