package dev.portolan.agent.apply.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.registry.OriginId;
import dev.portolan.translate.CanonicalYaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;

/**
 * An object as it should stand.
 *
 * @param manifest the object
 * @param fingerprint of what it says; equal to that of an observed object when there is nothing to
 *     write
 * @param epoch of the revision it was planned at
 * @param sequence of that revision, 0 when unknown
 * @param origins whose endpoints it carries, or that shaped it without having any
 * @param hosts that it speaks of
 * @param makesNamespace where its namespace is missing, it is made first
 */
public record DesiredObject(
    Manifest manifest,
    String fingerprint,
    String epoch,
    long sequence,
    Set<OriginId> origins,
    Set<String> hosts,
    boolean makesNamespace) {
  public DesiredObject {
    origins = Set.copyOf(origins);
    hosts = Set.copyOf(hosts);
  }

  /** An object for a namespace that exists, or is made by others. */
  public DesiredObject(
      HasMetadata object,
      String fingerprint,
      String epoch,
      Set<OriginId> origins,
      Set<String> hosts) {
    this(
        Manifest.of(ObjectRef.of(object), CanonicalYaml.tree(object)),
        fingerprint,
        epoch,
        0,
        origins,
        hosts,
        false);
  }

  /** An object of a plan, for a namespace that exists or is made by others. */
  public static DesiredObject of(HasMetadata object, String epoch, Set<OriginId> origins) {
    return of(object, epoch, origins, false);
  }

  /** An object of a plan. */
  public static DesiredObject of(
      HasMetadata object, String epoch, Set<OriginId> origins, boolean makesNamespace) {
    JsonNode tree = CanonicalYaml.tree(object);
    ObservedObject read = Observation.of(tree);
    return new DesiredObject(
        Manifest.of(read.ref(), tree),
        read.fingerprint(),
        epoch,
        read.sequence(),
        origins,
        read.hosts(),
        makesNamespace);
  }

  public ObjectRef ref() {
    return manifest.ref();
  }

  /** What is to be written, read anew: whoever asks may change it. */
  public JsonNode tree() {
    return manifest.tree();
  }

  /** Its model, read anew. */
  public HasMetadata object() {
    return manifest.object();
  }

  /** What is observed once it is written. */
  public ObservedObject written(Handle handle) {
    return new ObservedObject(
        ref(), Custody.OURS, fingerprint, epoch, sequence, origins, hosts, handle);
  }
}
