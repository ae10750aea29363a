package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.objects.ClusterObjects;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.Observed;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pcollections.TreePMap;

/**
 * What a cluster's objects come to. Immutable. {@link #with} converts only the services that read a
 * changed object; the outcome is the same in whatever order and batches the objects came.
 */
public final class ClusterConversion {
  private final ClusterFactsConverter factsConverter;
  private final ClusterObjects objects;
  private final TreePMap<ObjectRef, ConvertedService> services;
  private final ConvertedFacts facts;
  private final LocalRecords records;
  private final Surroundings surroundings;
  private final boolean settled;

  private ClusterConversion(
      ClusterFactsConverter factsConverter,
      ClusterObjects objects,
      TreePMap<ObjectRef, ConvertedService> services,
      ConvertedFacts facts,
      LocalRecords records,
      Surroundings surroundings,
      boolean settled) {
    this.factsConverter = factsConverter;
    this.objects = objects;
    this.services = services;
    this.facts = facts;
    this.records = records;
    this.surroundings = surroundings;
    this.settled = settled;
  }

  /** Of a cluster of which nothing was observed yet, in Kubernetes' default cluster domain. */
  public static ClusterConversion of(OriginId origin) {
    return of(OriginSettings.of(origin));
  }

  /** Of a cluster of which nothing was observed yet. */
  public static ClusterConversion of(OriginSettings settings) {
    ClusterFactsConverter converter = new ClusterFactsConverter(settings);
    ConvertedFacts facts = converter.convert(ClusterObjects.EMPTY);
    return new ClusterConversion(
        converter,
        ClusterObjects.EMPTY,
        TreePMap.empty(),
        facts,
        LocalRecords.of(facts.cluster()),
        Surroundings.NONE,
        true);
  }

  /** After these changes, in this order. */
  public ClusterConversion with(Collection<ObjectChange> changes) {
    ClusterObjects after = objects;
    SortedSet<ObjectRef> touched = new TreeSet<>();
    boolean factsTouched = false;
    for (ObjectChange change : changes) {
      factsTouched |= ClusterFactsConverter.reads(change, after);
      touched.addAll(after.readers(change.ref()));
      after = after.with(change);
      touched.addAll(after.readers(change.ref()));
    }
    return converted(after, touched, factsTouched, changes);
  }

  /** After all ServiceExports were read: services without one are known to have none. */
  public ClusterConversion withExportsRead() {
    return objects.exportsRead()
        ? this
        : converted(
            objects.withExportsRead(),
            new TreeSet<>(objects.refs(ObjectKind.SERVICE)),
            false,
            List.of());
  }

  private ClusterConversion converted(
      ClusterObjects after,
      SortedSet<ObjectRef> touched,
      boolean otherFacts,
      Collection<ObjectChange> changes) {
    // What a gateway shows is said by the pods behind it.
    boolean factsTouched = otherFacts || touched.stream().anyMatch(after::isGateway);
    ConvertedFacts newFacts = factsTouched ? factsConverter.convert(after) : facts;
    TreePMap<ObjectRef, ConvertedService> converted = services;
    LocalRecords.Edit edit = records.edit();
    edit.replace(newFacts.cluster());
    boolean allSettled = true;
    for (ObjectRef ref : touched) {
      ConvertedService fresh = ServiceConverter.convert(factsConverter.settings(), after, ref);
      ConvertedService before = services.getOrDefault(ref, ConvertedService.NOTHING);
      edit.replace(before, fresh);
      allSettled &= fresh.settled();
      converted =
          fresh.equals(ConvertedService.NOTHING)
              ? converted.minus(ref)
              : converted.plus(ref, fresh);
    }
    return new ClusterConversion(
        factsConverter,
        after,
        converted,
        newFacts,
        edit.build(),
        SurroundingsConverter.convert(surroundings, after, changes, newFacts.openGateways()),
        allSettled);
  }

  /**
   * The state to publish. Until it is complete, it leaves out what may be wrong for want of what
   * was not read yet: the cluster's facts, services with unknown pods and, without the mesh's
   * configuration, every identity and so every service.
   *
   * @param inputFindings about reading, added to those about the objects
   */
  public LocalState state(Collection<Finding> inputFindings, boolean complete) {
    List<Finding> findings = new ArrayList<>(inputFindings);
    findings.addAll(facts.findings());
    services.values().forEach(service -> findings.addAll(service.findings()));
    return new LocalState(
        complete ? records.snapshot() : certain(), surroundings, findings, complete);
  }

  /**
   * Whether every pod is known that is named by a service which the last changes touched. If not,
   * they may be half of something: slices and pods are watched apart.
   */
  public boolean settled() {
    return settled;
  }

  /** The object as it was observed, if it was. */
  public Optional<Observed> find(ObjectRef ref) {
    return objects.find(ref);
  }

  /** All objects of a kind that were observed, sorted. */
  public Collection<ObjectRef> refs(ObjectKind kind) {
    return objects.refs(kind);
  }

  // Walks everything, but only while the input is incomplete.
  private RegistrySnapshot certain() {
    if (objects.mesh().isEmpty()) {
      return RegistrySnapshot.EMPTY;
    }
    LocalRecords.Edit edit = records.edit();
    edit.remove(facts.cluster());
    for (ConvertedService service : services.values()) {
      if (!service.settled()) {
        edit.replace(service, ConvertedService.NOTHING);
      }
    }
    return edit.build().snapshot();
  }
}
