package dev.portolan.federation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.registry.HeaderChanges;
import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Percent;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Reads a golden case's traffic policy: {@code hosts}, and parts in few words: {@code split:
 * [cluster east-1 90, host shop/next 10]}, {@code matches: {GET /a/* x-a=1 x-b=2* x-c: [cluster
 * east-1 1]}}, {@code mirror: cluster east-1 12.5}, {@code retries: 3 250ms reset,5xx anywhere},
 * {@code timeout: 1500}, {@code delay: 100 50}, {@code abort: 503 1}, {@code request: {x-a: 1}},
 * {@code sticky: header x-user}, {@code later: true}.
 */
final class TrafficYaml {
  private TrafficYaml() {}

  static TrafficPolicy read(VirtualMeshKey mesh, String name, JsonNode policy) {
    List<TrafficPart> parts = new ArrayList<>();
    policy
        .properties()
        .forEach(entry -> part(entry.getKey(), entry.getValue()).ifPresent(parts::add));
    if (policy.has("delay") || policy.has("abort")) {
      parts.add(fault(policy));
    }
    return new TrafficPolicy(
        PolicyKey.traffic(name),
        mesh,
        texts(policy.required("hosts")).stream()
            .map(text -> HostSelector.parse(text).orElseThrow())
            .toList(),
        parts);
  }

  private static Optional<TrafficPart> part(String kind, JsonNode said) {
    String[] words = said.asText().split(" ", -1);
    return Optional.ofNullable(
        switch (kind) {
          case "split" -> new TrafficSplit(texts(said).stream().map(TrafficYaml::branch).toList());
          case "matches" ->
              new TrafficMatches(said.properties().stream().map(TrafficYaml::matched).toList());
          case "mirror" -> new TrafficMirror(target(words), percent(words[2]));
          case "retries" ->
              new TrafficRetries(
                  Integer.parseInt(words[0]),
                  Optional.of(words[1]).map(Integer::parseInt).map(Duration::ofMillis),
                  Sorted.set(List.of(words[2].split(",", -1))),
                  words.length > 3);
          case "timeout" -> new TrafficTimeout(Duration.ofMillis(said.asLong()));
          case "request" -> new TrafficHeaders(set(said), HeaderChanges.NONE);
          case "sticky" ->
              new TrafficSticky(
                  TrafficSticky.By.valueOf(words[0].toUpperCase(Locale.ROOT)),
                  words.length > 1 ? words[1] : "",
                  Optional.empty());
          case "later" -> new TrafficPart.Unknown();
          default -> null;
        });
  }

  private static TrafficMatches.Case matched(Map.Entry<String, JsonNode> entry) {
    Map<String, HeaderMatch> headers = new TreeMap<>();
    List<String> methods = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    for (String word : entry.getKey().split(" ", -1)) {
      if (word.startsWith("/")) {
        paths.add(word);
      } else if (Character.isUpperCase(word.charAt(0))) {
        methods.add(word);
      } else {
        String[] sides = word.split("=", 2);
        headers.put(sides[0], sides.length == 1 ? HeaderMatch.ANY : header(sides[1]));
      }
    }
    return new TrafficMatches.Case(
        new RequestMatch(Sorted.map(headers), Sorted.set(methods), Sorted.set(paths)),
        new TrafficSplit(texts(entry.getValue()).stream().map(TrafficYaml::branch).toList()));
  }

  private static HeaderMatch header(String value) {
    return value.endsWith("*")
        ? new HeaderMatch(HeaderMatch.By.PREFIX, value.substring(0, value.length() - 1))
        : new HeaderMatch(HeaderMatch.By.EXACT, value);
  }

  private static TrafficSplit.Branch branch(String text) {
    String[] words = text.split(" ", -1);
    return new TrafficSplit.Branch(target(words), Integer.parseInt(words[2]));
  }

  private static TrafficTarget target(String[] words) {
    String[] names = words[1].split("/", -1);
    return words[0].equals("cluster")
        ? new TrafficTarget.InCluster(new OriginId(words[1]))
        : new TrafficTarget.OtherHost(new HostKey(names[0], names[1]));
  }

  private static TrafficFault fault(JsonNode policy) {
    Optional<String[]> delay =
        Optional.ofNullable(policy.get("delay")).map(text -> text.asText().split(" ", -1));
    Optional<String[]> abort =
        Optional.ofNullable(policy.get("abort")).map(text -> text.asText().split(" ", -1));
    return new TrafficFault(
        delay.map(
            words ->
                new TrafficFault.Delay(
                    Duration.ofMillis(Integer.parseInt(words[0])), percent(words[1]))),
        abort.map(words -> new TrafficFault.Abort(Integer.parseInt(words[0]), percent(words[1]))));
  }

  private static HeaderChanges set(JsonNode said) {
    Map<String, String> set = new TreeMap<>();
    said.properties().forEach(entry -> set.put(entry.getKey(), entry.getValue().asText()));
    return new HeaderChanges(Sorted.map(set), Sorted.map(Map.of()), Sorted.set(List.of()));
  }

  private static Percent percent(String text) {
    return Percent.parse(text).orElseThrow();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
