package dev.portolan.agent.apply.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.translate.CanonicalYaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An object as it is to be written, of which only the packed text is held: an agent keeps
 * thousands, to repair them, and hardly ever looks at one again. The model of an object is many
 * times as large. Immutable.
 */
public final class Manifest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectRef ref;
  private final byte[] packed;

  private Manifest(ObjectRef ref, byte[] packed) {
    this.ref = ref;
    this.packed = packed;
  }

  static Manifest of(ObjectRef ref, JsonNode tree) {
    return new Manifest(ref, PackedText.pack(tree.toString()));
  }

  ObjectRef ref() {
    return ref;
  }

  /** The object, read anew: whoever asks may change it. */
  JsonNode tree() {
    try {
      return MAPPER.readTree(PackedText.unpack(packed));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was a tree is none any more", e);
    }
  }

  /** The object's model, read anew. */
  HasMetadata object() {
    try {
      return CanonicalYaml.parse(PackedText.unpack(packed).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("what was an object is none any more", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest manifest
        && ref.equals(manifest.ref)
        && Arrays.equals(packed, manifest.packed);
  }

  @Override
  public int hashCode() {
    return ref.hashCode();
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
