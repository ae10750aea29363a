package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ClusterObjects;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedNode;
import dev.portolan.agent.discovery.objects.ObservedPod;
import dev.portolan.agent.discovery.objects.ObservedService.Family;
import dev.portolan.agent.discovery.objects.ObservedSlice;
import dev.portolan.agent.discovery.objects.ObservedSlice.Member;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.IpAddress;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Converts the EndpointSlices of one service. Confined to one thread; lives for one conversion. */
final class SliceConverter {
  private final ServiceKey key;
  private final ClusterObjects objects;
  private final Family family;
  private final List<ConvertedPort> ports;
  private final Locality unknownPlace;
  private final ServiceFindings findings;

  /**
   * @param unknownPlace locality of endpoints of whose place nothing is known
   */
  SliceConverter(
      ServiceKey key,
      ClusterObjects objects,
      Family family,
      List<ConvertedPort> ports,
      Locality unknownPlace,
      ServiceFindings findings) {
    this.key = key;
    this.objects = objects;
    this.family = family;
    this.ports = ports;
    this.unknownPlace = unknownPlace;
    this.findings = findings;
  }

  private record Candidate(String slice, Map<String, Integer> ports, Endpoint endpoint) {
    // While Kubernetes moves an endpoint between slices, it is in both: the ready one counts.
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparing((Candidate candidate) -> candidate.endpoint().health())
            .thenComparing(Candidate::slice);
  }

  List<EndpointSlice> convert(List<ObservedSlice> slices) {
    List<Candidate> candidates = new ArrayList<>();
    Map<String, Map<String, Integer>> portsBySlice = new TreeMap<>();
    Set<ObjectRef> primary = podsOf(slices);
    for (ObservedSlice slice : slices) {
      Optional<String> problem = Names.subdomainProblem(slice.ref().name());
      if (problem.isPresent()) {
        findings.add(FindingCode.ENDPOINT_REFUSED, "EndpointSlice name " + problem.get());
        continue;
      }
      Map<String, Integer> targets = targetPorts(slice);
      if (!targets.isEmpty()) {
        portsBySlice.put(slice.ref().name(), targets);
        for (Member member : slice.members()) {
          // With two address families a pod is in a slice of each; it is one endpoint all the same.
          if (slice.family() == family || member.pod().stream().noneMatch(primary::contains)) {
            endpoint(slice, member)
                .map(endpoint -> new Candidate(slice.ref().name(), targets, endpoint))
                .ifPresent(candidates::add);
          }
        }
      }
    }
    reportUnknownPods(slices);
    return cut(portsBySlice, distinct(candidates));
  }

  private List<EndpointSlice> cut(
      Map<String, Map<String, Integer>> portsBySlice, Map<String, List<Endpoint>> endpoints) {
    SliceCut cut = new SliceCut(key, portsBySlice.keySet());
    List<EndpointSlice> converted = new ArrayList<>();
    endpoints.forEach(
        (slice, members) ->
            converted.addAll(
                cut.cut(slice, Sorted.map(portsBySlice.getOrDefault(slice, Map.of())), members)));
    return converted;
  }

  private Set<ObjectRef> podsOf(List<ObservedSlice> slices) {
    Set<ObjectRef> pods = new HashSet<>();
    for (ObservedSlice slice : slices) {
      if (slice.family() == family) {
        slice.members().forEach(member -> member.pod().ifPresent(pods::add));
      }
    }
    return pods;
  }

  private Map<String, Integer> targetPorts(ObservedSlice slice) {
    Map<String, Integer> targets = new TreeMap<>();
    for (ConvertedPort port : ports) {
      Optional<ObservedSlice.Port> target =
          slice.ports().stream()
              .filter(candidate -> candidate.name().equals(port.objectName()))
              .findFirst();
      String problem = problem(target);
      if (problem.isEmpty()) {
        targets.put(port.port().name(), target.orElseThrow().number().getAsInt());
      } else if (!slice.members().isEmpty()) {
        findings.add(
            FindingCode.PORT_UNRESOLVED,
            "port %s (%d) %s in EndpointSlice %s: its endpoints do not serve this port"
                .formatted(port.port().name(), port.port().number(), problem, slice.ref().name()));
      }
    }
    return targets;
  }

  private static String problem(Optional<ObservedSlice.Port> target) {
    if (target.isEmpty()) {
      return "has no target";
    }
    if (target.get().number().isEmpty()) {
      return "has no target number (all ports)";
    }
    return Names.portProblem(target.get().number().getAsInt())
        .map(problem -> "has a target number that is none")
        .orElse("");
  }

  private Optional<Endpoint> endpoint(ObservedSlice slice, Member member) {
    Optional<String> problem =
        member.address().isEmpty()
            ? Optional.of("is missing")
            : IpAddress.endpointProblem(member.address());
    if (problem.isPresent()) {
      findings.add(
          FindingCode.ENDPOINT_REFUSED,
          "an endpoint of EndpointSlice %s is left out: its address %s"
              .formatted(slice.ref().name(), problem.get()));
      return Optional.empty();
    }
    Optional<ObservedPod> pod = member.pod().flatMap(objects::pod);
    return Optional.of(
        new Endpoint(
            member.address(),
            member.health(),
            pod.map(ObservedPod::meshMode).orElse(MeshMode.NONE),
            locality(member, pod),
            pod.map(ObservedPod::serviceAccount).orElse(""),
            pod.map(ObservedPod::labels).orElseGet(() -> Sorted.map(Map.of()))));
  }

  private Locality locality(Member member, Optional<ObservedPod> pod) {
    String node = pod.map(ObservedPod::node).filter(name -> !name.isEmpty()).orElse(member.node());
    return pod.flatMap(ObservedPod::locality)
        .or(() -> objects.node(node).map(ObservedNode::locality))
        .filter(locality -> !locality.equals(Locality.UNKNOWN))
        .orElse(unknownPlace);
  }

  /** By slice, every address once for each target port. */
  private static Map<String, List<Endpoint>> distinct(List<Candidate> candidates) {
    Set<String> covered = new HashSet<>();
    Map<String, List<Endpoint>> kept = new TreeMap<>();
    for (Candidate candidate : candidates.stream().sorted(Candidate.BEST_FIRST).toList()) {
      boolean fresh = false;
      for (Map.Entry<String, Integer> port : candidate.ports().entrySet()) {
        fresh |= covered.add(candidate.endpoint().address() + " " + port);
      }
      if (fresh) {
        kept.computeIfAbsent(candidate.slice(), slice -> new ArrayList<>())
            .add(candidate.endpoint());
      }
    }
    return kept;
  }

  private void reportUnknownPods(List<ObservedSlice> slices) {
    Set<String> addresses = new TreeSet<>();
    for (ObservedSlice slice : slices) {
      for (Member member : slice.members()) {
        if (!member.address().isEmpty() && member.pod().flatMap(objects::pod).isEmpty()) {
          addresses.add(member.address());
        }
      }
    }
    if (!addresses.isEmpty()) {
      String some = String.join(", ", addresses.stream().limit(3).toList());
      findings.add(
          FindingCode.POD_UNKNOWN,
          "endpoints without a known pod: %d (%s%s); they are taken to be outside the mesh"
              .formatted(addresses.size(), some, addresses.size() > 3 ? ", …" : ""));
    }
  }
}
