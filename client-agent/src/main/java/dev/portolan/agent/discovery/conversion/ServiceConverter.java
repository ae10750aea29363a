package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ClusterObjects;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedMesh;
import dev.portolan.agent.discovery.objects.ObservedPod;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.agent.discovery.objects.ObservedSlice;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.PartitionLabels;
import dev.portolan.registry.Service;
import dev.portolan.registry.Service.Kind;
import dev.portolan.registry.ServiceKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Converts one Kubernetes Service with everything that it reads. Pure. */
final class ServiceConverter {
  private final OriginSettings settings;
  private final ClusterObjects objects;
  private final ObservedService service;
  private final List<ObservedSlice> slices;
  private final ServiceFindings findings;

  private ServiceConverter(
      OriginSettings settings, ClusterObjects objects, ObservedService service) {
    this.settings = settings;
    this.objects = objects;
    this.service = service;
    this.slices = objects.slices(service.ref());
    this.findings =
        new ServiceFindings(
            "service/%s/%s/%s"
                .formatted(settings.origin(), service.ref().namespace(), service.ref().name()));
  }

  static ConvertedService convert(
      OriginSettings settings, ClusterObjects objects, ObjectRef service) {
    return objects
        .service(service)
        .filter(observed -> !ServiceRules.internal(observed))
        .map(observed -> new ServiceConverter(settings, objects, observed).guarded())
        .orElse(ConvertedService.NOTHING);
  }

  // The records' own checks have the last word: what the rules here let through by mistake costs
  // this
  // service, not the others.
  private ConvertedService guarded() {
    try {
      return convert();
    } catch (IllegalArgumentException e) {
      return notOffered(FindingCode.SERVICE_REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private ConvertedService convert() {
    if (service.type() == ObservedService.Type.EXTERNAL_NAME) {
      return notOffered(
          FindingCode.EXTERNAL_NAME,
          "an ExternalName Service is an alias without endpoints, so it cannot be offered to other clusters");
    }
    Optional<String> problem = ServiceRules.problem(service);
    if (problem.isPresent()) {
      return notOffered(FindingCode.SERVICE_REFUSED, problem.get());
    }
    if (!service.selective() && slices.isEmpty()) {
      return notOffered(
          FindingCode.SERVICE_SKIPPED,
          "no selector and no EndpointSlices with IP addresses: nothing could answer");
    }
    PartitionLabels.problem(service.labels())
        .ifPresent(wrong -> findings.add(FindingCode.PARTITION_LABEL_INVALID, wrong));
    List<ConvertedPort> ports = PortConverter.convert(service, findings);
    if (ports.isEmpty()) {
      return notOffered(FindingCode.SERVICE_SKIPPED, "no port that could be routed to");
    }
    SortedSet<String> identities = identities();
    if (identities.size() > Service.MAX_IDENTITIES) {
      return notOffered(
          FindingCode.SERVICE_REFUSED,
          "its pods have %d identities; at most %d are allowed"
              .formatted(identities.size(), Service.MAX_IDENTITIES));
    }
    ServiceKey key =
        new ServiceKey(settings.origin(), service.ref().namespace(), service.ref().name());
    Kind kind = service.type() == ObservedService.Type.HEADLESS ? Kind.HEADLESS : Kind.VIRTUAL_IP;
    List<EndpointSlice> converted =
        new SliceConverter(key, objects, service.family(), ports, settings.locality(), findings)
            .convert(slices);
    return new ConvertedService(
        Optional.of(
            new Service(
                key,
                ports.stream().map(ConvertedPort::port).toList(),
                service.labels(),
                identities,
                kind,
                service.created(),
                requests())),
        converted,
        findings.build(),
        podsKnown());
  }

  private ExportRequests requests() {
    Set<OptIn> made = EnumSet.noneOf(OptIn.class);
    Set<OptIn> notMade = EnumSet.noneOf(OptIn.class);
    (service.asking() ? made : notMade).add(OptIn.ANNOTATION);
    if (objects.find(ObjectRef.exportOf(service.ref())).isPresent()) {
      made.add(OptIn.SERVICE_EXPORT);
    } else if (objects.exportsRead()) {
      notMade.add(OptIn.SERVICE_EXPORT);
    }
    return ExportRequests.of(made, notMade);
  }

  private ConvertedService notOffered(FindingCode code, String message) {
    findings.add(code, message);
    return ConvertedService.notOffered(findings.build());
  }

  // A workload outside the mesh has a service account but shows no certificate of it.
  private SortedSet<String> identities() {
    String trustDomain =
        objects.mesh().map(ObservedMesh::trustDomain).orElse(Cluster.DEFAULT_DOMAIN);
    SortedSet<String> identities = new TreeSet<>();
    for (ObservedSlice slice : slices) {
      for (ObservedSlice.Member member : slice.members()) {
        Optional<ObservedPod> pod = member.pod().flatMap(objects::pod);
        if (pod.isPresent()
            && pod.get().meshMode() != MeshMode.NONE
            && !pod.get().serviceAccount().isEmpty()) {
          identities.add(
              "spiffe://%s/ns/%s/sa/%s"
                  .formatted(trustDomain, pod.get().ref().namespace(), pod.get().serviceAccount()));
        }
      }
    }
    return identities;
  }

  private boolean podsKnown() {
    return slices.stream()
        .flatMap(slice -> slice.members().stream())
        .flatMap(member -> member.pod().stream())
        .allMatch(pod -> objects.pod(pod).isPresent());
  }
}
