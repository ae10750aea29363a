package dev.portolan.agent.discovery.files;

import dev.portolan.agent.discovery.conversion.ServiceRules;
import dev.portolan.agent.discovery.files.DirectoryListing.Stamp;
import dev.portolan.agent.discovery.files.ParsedFile.Located;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One file as it was last understood. Immutable.
 *
 * @param stamp of what was read last, whether or not it could be understood
 * @param settled the stamp tells every later change: the file was old enough when it was read
 * @param hash of the content that was read last
 * @param objects of the last content that could be understood
 * @param understood it could be, at least once
 * @param missingSince when it was first not seen any more, on the clock of {@code System.nanoTime}
 */
record InputFile(
    Stamp stamp,
    boolean settled,
    String hash,
    Map<ObjectRef, Located> objects,
    List<Finding> findings,
    boolean understood,
    OptionalLong missingSince) {
  static final InputFile NEW =
      new InputFile(
          new Stamp(-1, 0, ""), false, "", Map.of(), List.of(), false, OptionalLong.empty());

  InputFile missing(long now) {
    OptionalLong since = missingSince.isPresent() ? missingSince : OptionalLong.of(now);
    return new InputFile(stamp, settled, hash, objects, findings, understood, since);
  }

  InputFile seen(Stamp newStamp, boolean newSettled) {
    return new InputFile(
        newStamp, newSettled, hash, objects, findings, understood, OptionalLong.empty());
  }

  /** What was understood before stays; the problem says so, where there is something to keep. */
  InputFile refused(String newHash, Finding problem) {
    Finding said =
        understood
            ? new Finding(
                problem.code(),
                problem.subject(),
                problem.message() + "; what it held before is kept")
            : problem;
    return keeping(newHash, said);
  }

  private InputFile keeping(String newHash, Finding problem) {
    return new InputFile(
        stamp, settled, newHash, objects, List.of(problem), understood, missingSince);
  }

  /** After new content was read. */
  InputFile with(String path, String newHash, ParsedFile parsed) {
    if (parsed.problem().isPresent()) {
      return refused(newHash, parsed.problem().get());
    }
    if (parsed.blank() || (parsed.objects().isEmpty() && !objects.isEmpty())) {
      String message =
          objects.isEmpty()
              ? "blank, as if not written yet: write or delete it"
              : "holds no object any more, as if not written yet: the %d that it held are kept; delete the file to withdraw them"
                  .formatted(objects.size());
      return keeping(newHash, new Finding(FindingCode.INPUT_EMPTY, path, message));
    }
    List<Finding> newFindings = new ArrayList<>(parsed.findings());
    Map<ObjectRef, Located> newObjects = new TreeMap<>();
    for (Located located : parsed.objects()) {
      newObjects.put(located.object().ref(), lastGood(located, newFindings));
    }
    return new InputFile(stamp, settled, newHash, newObjects, newFindings, true, missingSince);
  }

  // Kubernetes would refuse such an update and keep what it has.
  private Located lastGood(Located located, List<Finding> newFindings) {
    Located before = objects.get(located.object().ref());
    if (before == null
        || !(located.object() instanceof ObservedService service)
        || !(before.object() instanceof ObservedService old)
        || ServiceRules.problem(old).isPresent()) {
      return located;
    }
    return ServiceRules.problem(service)
        .map(
            problem -> {
              newFindings.add(
                  new Finding(
                      FindingCode.SERVICE_REFUSED,
                      located.place(),
                      "%s %s: the service before this change is kept"
                          .formatted(service.ref(), problem)));
              return before;
            })
        .orElse(located);
  }
}
