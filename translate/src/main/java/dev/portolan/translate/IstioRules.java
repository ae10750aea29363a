package dev.portolan.translate;

import dev.portolan.registry.Names;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Istio demands of the objects that we write, and what of it we never do although Istio would
 * let us: its API server's schema, its webhook's checks (which many meshes lack, and then istiod
 * converts anything), and combinations that crash istiod or that Envoy rejects. Checked on every
 * object before it is written; a problem here is a bug of ours and must cost one host, not a mesh.
 */
public final class IstioRules {
  private IstioRules() {}

  /**
   * Everything that is wrong with a host's objects, in a person's words; empty when they may be
   * written.
   */
  public static List<String> check(HostObjects objects) {
    List<String> problems = new ArrayList<>();
    objects.all().forEach(object -> checkMetadata(object, problems));
    objects.serviceEntries().forEach(entry -> ServiceEntryRules.check(entry.getSpec(), problems));
    ShardRules.check(objects.serviceEntries(), problems);
    DestinationRuleRules.check(objects, problems);
    objects
        .virtualService()
        .ifPresent(routes -> VirtualServiceRules.check(routes, objects, problems));
    objects.stub().ifPresent(stub -> StubServiceRules.check(stub, objects, problems));
    return List.copyOf(problems);
  }

  /** As {@link #check(HostObjects)}, of the object that says who may call a host. */
  public static List<String> check(AuthorizationPolicy access) {
    List<String> problems = new ArrayList<>();
    checkMetadata(access, problems);
    AccessPolicyRules.check(access, problems);
    return List.copyOf(problems);
  }

  private static void checkMetadata(HasMetadata object, List<String> problems) {
    String kind = object.getKind();
    String version =
        switch (kind) {
          case StubServices.KIND -> "v1";
          case AccessObjects.KIND -> "security.istio.io/v1";
          default -> "networking.istio.io/v1";
        };
    if (!object.getApiVersion().equals(version)) {
      problems.add(kind + " has apiVersion " + object.getApiVersion());
    }
    Names.labelProblem(object.getMetadata().getName())
        .ifPresent(problem -> problems.add(kind + " name " + problem));
    Names.labelProblem(object.getMetadata().getNamespace())
        .ifPresent(problem -> problems.add(kind + " namespace " + problem));
    object
        .getMetadata()
        .getLabels()
        .forEach((key, value) -> checkLabel(kind + " label", key, value, problems));
    String owner = object.getMetadata().getLabels().get(Marks.MANAGED_BY);
    if (!Marks.MANAGED_BY_AGENT.equals(owner)) {
      problems.add(kind + " lacks our label " + Marks.MANAGED_BY);
    }
  }

  static void checkLabel(String what, String key, String value, List<String> problems) {
    Names.labelKeyProblem(key).ifPresent(problem -> problems.add(what + " key " + problem));
    Names.labelValueProblem(value)
        .ifPresent(problem -> problems.add(what + " " + key + " has value " + problem));
  }

  static void checkExportTo(String kind, List<String> exportTo, List<String> problems) {
    if (!exportTo.equals(List.of("*"))) {
      problems.add(kind + " exportTo is " + exportTo + ", not [*]: gateways would not see it");
    }
  }

  /** The first element that occurs twice. */
  static <T> Optional<T> duplicate(Collection<T> elements) {
    Set<T> seen = new HashSet<>();
    return elements.stream().filter(element -> !seen.add(element)).findFirst();
  }
}
