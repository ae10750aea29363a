package dev.portolan.wire;

import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSplit.Branch;
import dev.portolan.v1.TrafficBranch;
import dev.portolan.v1.TrafficCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How requests are divided, read from untrusted senders. */
final class TrafficSplitDecoder {
  private TrafficSplitDecoder() {}

  /** {@link TrafficPart.Unknown} where a target is of a kind that this version does not know. */
  static Optional<TrafficPart> split(dev.portolan.v1.TrafficSplit message, Violations at) {
    int before = at.count();
    List<TrafficBranch> messages = message.getBranchesList();
    if (messages.isEmpty()) {
      at.add("branches", "is empty; at least one branch is required");
    }
    if (!TextRules.within("branches", messages.size(), TrafficSplit.MAX_BRANCHES, at)) {
      return Optional.empty();
    }
    List<Branch> branches = new ArrayList<>();
    boolean unknown = false;
    for (int i = 0; i < messages.size(); i++) {
      Violations element = at.at("branches", i);
      int weight = messages.get(i).getWeight();
      if (weight < 1 || weight > TrafficSplit.MAX_WEIGHT) {
        element.add(
            "weight",
            "is %s; 1 to %d are allowed"
                .formatted(Integer.toUnsignedString(weight), TrafficSplit.MAX_WEIGHT));
        continue;
      }
      unknown |= TrafficTargetCodec.unknown(messages.get(i).getTarget());
      TrafficTargetCodec.decode(messages.get(i).getTarget(), element.at("target"))
          .ifPresent(target -> branches.add(new Branch(target, weight)));
    }
    TextRules.checkDistinct("branches", branches.stream().map(Branch::target).toList(), at);
    if (at.count() > before) {
      return Optional.empty();
    }
    return Optional.of(unknown ? new TrafficPart.Unknown() : new TrafficSplit(branches));
  }

  /**
   * {@link TrafficPart.Unknown} where a case is about something that this version does not know: to
   * leave it out would send its requests elsewhere.
   */
  static Optional<TrafficPart> matches(dev.portolan.v1.TrafficMatches message, Violations at) {
    int before = at.count();
    List<TrafficCase> messages = message.getCasesList();
    if (messages.isEmpty()) {
      at.add("cases", "is empty; at least one case is required");
    }
    if (!TextRules.within("cases", messages.size(), TrafficMatches.MAX_CASES, at)) {
      return Optional.empty();
    }
    List<TrafficMatches.Case> cases = new ArrayList<>();
    boolean unknown = false;
    for (int i = 0; i < messages.size(); i++) {
      Violations element = at.at("cases", i);
      dev.portolan.v1.RequestMatch said = messages.get(i).getMatch();
      unknown |= said.getHeadersMap().values().stream().anyMatch(TrafficSplitDecoder::unknown);
      Optional<RequestMatch> match = match(said, element.at("match"));
      Optional<TrafficPart> split = split(messages.get(i).getSplit(), element.at("split"));
      unknown |= split.filter(TrafficPart.Unknown.class::isInstance).isPresent();
      if (match.isPresent() && split.isPresent() && split.get() instanceof TrafficSplit good) {
        cases.add(new TrafficMatches.Case(match.get(), good));
      }
    }
    TextRules.checkDistinct("cases", cases.stream().map(TrafficMatches.Case::match).toList(), at);
    if (at.count() > before) {
      return Optional.empty();
    }
    return Optional.of(unknown ? new TrafficPart.Unknown() : new TrafficMatches(cases));
  }

  /** Nothing where a header is unknown, which is no violation. */
  private static Optional<RequestMatch> match(dev.portolan.v1.RequestMatch message, Violations at) {
    int before = at.count();
    SortedMap<String, HeaderMatch> headers = new TreeMap<>();
    if (TextRules.within("headers", message.getHeadersCount(), RequestMatch.MAX_HEADERS, at)) {
      for (Map.Entry<String, dev.portolan.v1.HeaderMatch> entry :
          message.getHeadersMap().entrySet()) {
        Optional<String> bad = HeaderChanges.nameProblem(entry.getKey());
        bad.ifPresent(problem -> at.add("headers", problem));
        if (bad.isEmpty()) {
          header(entry.getValue(), at.at("headers[" + entry.getKey() + ']'))
              .ifPresent(header -> headers.put(entry.getKey(), header));
        }
      }
    }
    TextRules.checkEach(
        "methods",
        message.getMethodsList(),
        RequestMatch.MAX_METHODS,
        AccessGrant::methodProblem,
        at);
    TextRules.checkEach(
        "paths", message.getPathsList(), RequestMatch.MAX_PATHS, AccessGrant::pathProblem, at);
    if (message.getHeadersCount() + message.getMethodsCount() + message.getPathsCount() == 0) {
      at.add("says nothing; one of headers, methods and paths is required");
    }
    return at.count() > before || headers.size() < message.getHeadersCount()
        ? Optional.empty()
        : Optional.of(
            new RequestMatch(
                headers, Sorted.set(message.getMethodsList()), Sorted.set(message.getPathsList())));
  }

  private static boolean unknown(dev.portolan.v1.HeaderMatch message) {
    return message.getByCase() == dev.portolan.v1.HeaderMatch.ByCase.BY_NOT_SET;
  }

  private static Optional<HeaderMatch> header(dev.portolan.v1.HeaderMatch message, Violations at) {
    return switch (message.getByCase()) {
      case EXACT -> value(HeaderMatch.By.EXACT, "exact", message.getExact(), at);
      case PREFIX -> value(HeaderMatch.By.PREFIX, "prefix", message.getPrefix(), at);
      case PRESENT -> {
        if (!message.getPresent()) {
          at.add("present", "is false; leave the header out instead");
          yield Optional.empty();
        }
        yield Optional.of(HeaderMatch.ANY);
      }
      case BY_NOT_SET -> Optional.empty();
    };
  }

  private static Optional<HeaderMatch> value(
      HeaderMatch.By by, String field, String value, Violations at) {
    Optional<String> bad = HeaderMatch.valueProblem(value);
    at.check(field, bad);
    return bad.isPresent() ? Optional.empty() : Optional.of(new HeaderMatch(by, value));
  }
}
