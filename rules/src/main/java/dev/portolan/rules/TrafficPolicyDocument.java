package dev.portolan.rules;

import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Percent;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.TrafficTimes;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.rules.YamlMapping.Located;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The {@code spec} of a document of kind TrafficPolicy. Pure. */
final class TrafficPolicyDocument {
  static final Set<String> FIELDS =
      Set.of(
          "virtualMesh",
          "hosts",
          "matches",
          "split",
          "mirror",
          "retries",
          "timeout",
          "fault",
          "headers",
          "sticky",
          "rollout");

  static final Set<String> MIRROR_FIELDS = Set.of("cluster", "host", "percent");
  static final Set<String> RETRY_FIELDS =
      Set.of("attempts", "perTryTimeout", "on", "otherLocalities");
  static final Set<String> FAULT_FIELDS = Set.of("delay", "abort");
  static final Set<String> DELAY_FIELDS = Set.of("time", "percent");
  static final Set<String> ABORT_FIELDS = Set.of("status", "percent");

  private TrafficPolicyDocument() {}

  /** The policy; a problem is added for whatever is wrong, and then it does not count. */
  static Optional<TrafficPolicy> read(String name, YamlMapping spec) {
    Optional<VirtualMeshKey> mesh = PolicyDocument.mesh(spec);
    SortedSet<HostSelector> hosts = PolicyDocument.hosts(spec);
    List<TrafficPart> parts = parts(spec);
    Rollout rollout = RolloutDocument.read(spec);
    if (spec.sound()) {
      TrafficPolicy.problem(hosts, parts)
          .ifPresent(problem -> spec.problem(spec.node(), "the policy " + problem));
    }
    return spec.sound()
        ? mesh.map(key -> new TrafficPolicy(PolicyKey.traffic(name), key, hosts, parts, rollout))
        : Optional.empty();
  }

  private static List<TrafficPart> parts(YamlMapping spec) {
    List<TrafficPart> parts = new ArrayList<>();
    TrafficTargetDocument.split(spec, "spec.split").ifPresent(parts::add);
    spec.optionalMapping("mirror", MIRROR_FIELDS)
        .flatMap(TrafficPolicyDocument::mirror)
        .ifPresent(parts::add);
    spec.optionalMapping("retries", RETRY_FIELDS)
        .flatMap(TrafficPolicyDocument::retries)
        .ifPresent(parts::add);
    time(spec, "timeout", "spec.timeout").map(TrafficTimeout::new).ifPresent(parts::add);
    spec.optionalMapping("fault", FAULT_FIELDS)
        .flatMap(TrafficPolicyDocument::fault)
        .ifPresent(parts::add);
    TrafficHeadersDocument.read(spec).ifPresent(parts::add);
    TrafficStickyDocument.read(spec).ifPresent(parts::add);
    TrafficMatchesDocument.read(spec).ifPresent(parts::add);
    return parts;
  }

  private static Optional<TrafficPart> mirror(YamlMapping mirror) {
    Optional<TrafficTarget> target = TrafficTargetDocument.target(mirror, "spec.mirror");
    Percent percent = percent(mirror, "spec.mirror.percent");
    return target.map(found -> new TrafficMirror(found, percent));
  }

  private static Optional<TrafficPart> retries(YamlMapping retries) {
    Optional<Located> said = retries.text("attempts");
    int attempts =
        YamlValues.number(
            retries, "attempts", "spec.retries.attempts", 0, TrafficRetries.MAX_ATTEMPTS, 0);
    Optional<Duration> perTry = time(retries, "perTryTimeout", "spec.retries.perTryTimeout");
    SortedSet<String> on =
        new TreeSet<>(
            retries.has("on")
                ? YamlValues.checked(
                    retries,
                    "spec.retries.on",
                    retries.texts("on"),
                    text ->
                        TrafficRetries.CONDITIONS.contains(text)
                            ? Optional.empty()
                            : Optional.of(
                                "is '%s'; %s are known".formatted(text, TrafficRetries.CONDITIONS)))
                : List.of());
    boolean elsewhere = YamlValues.flag(retries, "otherLocalities", "spec.retries.otherLocalities");
    return said.isPresent() && retries.sound()
        ? Optional.of(new TrafficRetries(attempts, perTry, on, elsewhere))
        : Optional.empty();
  }

  private static Optional<TrafficPart> fault(YamlMapping fault) {
    Optional<TrafficFault.Delay> delay =
        fault
            .optionalMapping("delay", DELAY_FIELDS)
            .flatMap(
                said -> {
                  Percent percent = percent(said, "spec.fault.delay.percent");
                  return said.text("time")
                      .flatMap(text -> time(said, "time", "spec.fault.delay.time"))
                      .map(time -> new TrafficFault.Delay(time, percent));
                });
    Optional<TrafficFault.Abort> abort =
        fault
            .optionalMapping("abort", ABORT_FIELDS)
            .flatMap(
                said -> {
                  Percent percent = percent(said, "spec.fault.abort.percent");
                  return said.text("status")
                      .map(
                          text ->
                              YamlValues.number(
                                  said, "status", "spec.fault.abort.status", 200, 599, 503))
                      .map(status -> new TrafficFault.Abort(status, percent));
                });
    if (!fault.has("delay") && !fault.has("abort")) {
      fault.problem(fault.node(), "spec.fault has neither delay nor abort; at least one is needed");
    }
    return fault.sound() ? Optional.of(new TrafficFault(delay, abort)) : Optional.empty();
  }

  private static Percent percent(YamlMapping mapping, String path) {
    Optional<Located> text = mapping.optionalText("percent");
    Optional<Percent> percent = text.flatMap(found -> Percent.parse(found.text()));
    if (text.isPresent() && percent.isEmpty()) {
      mapping.problem(
          text.get().node(),
          "%s is '%s'; 0.01 to 100 is expected".formatted(path, text.get().text()));
    }
    return percent.orElse(Percent.HUNDRED);
  }

  static Optional<Duration> time(YamlMapping mapping, String field, String path) {
    return YamlTimes.optional(
        mapping,
        field,
        path,
        TrafficTimes::isTime,
        "a time such as 250ms, 5s or 2m from 1ms to %dh".formatted(TrafficTimes.MAX.toHours()));
  }
}
