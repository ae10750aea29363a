package dev.portolan.wire;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.portolan.registry.Revision;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Revisions: as messages, and as the resume token that an agent puts into the metadata of its xDS
 * node. The default message is {@link Revision#NONE}.
 */
public final class RevisionCodec {
  /** Metadata key of the epoch. */
  public static final String EPOCH_KEY = "portolan.dev/epoch";

  /** Metadata key of the sequence: decimal text, because a number in a Struct is a double. */
  public static final String SEQUENCE_KEY = "portolan.dev/sequence";

  private static final Pattern EPOCH = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern SEQUENCE = Pattern.compile("0|[1-9][0-9]{0,17}");

  private RevisionCodec() {}

  public static dev.portolan.v1.Revision encode(Revision revision) {
    return dev.portolan.v1.Revision.newBuilder()
        .setEpoch(revision.epoch())
        .setSequence(revision.sequence())
        .build();
  }

  /** Whether whoever is at a message's revision has come to another one, of the same epoch. */
  public static boolean reaches(dev.portolan.v1.Revision message, Revision revision) {
    return message.getEpoch().equals(revision.epoch())
        && message.getSequence() >= revision.sequence();
  }

  public static Optional<Revision> decode(dev.portolan.v1.Revision message, Violations at) {
    int before = at.count();
    boolean none = message.getEpoch().isEmpty();
    if (!none && !EPOCH.matcher(message.getEpoch()).matches()) {
      at.add("epoch", "is not 16 lower-case hexadecimal digits");
    }
    if (message.getSequence() < 0) {
      at.add("sequence", "is above 2^63 - 1");
    } else if (none && message.getSequence() != 0) {
      at.add("sequence", "is %d without an epoch".formatted(message.getSequence()));
    }
    return at.count() > before
        ? Optional.empty()
        : Optional.of(new Revision(message.getEpoch(), message.getSequence()));
  }

  /** The metadata that says which revision the agent holds; empty for {@link Revision#NONE}. */
  public static Struct resumeToken(Revision held) {
    return held.equals(Revision.NONE)
        ? Struct.getDefaultInstance()
        : Struct.newBuilder()
            .putFields(EPOCH_KEY, text(held.epoch()))
            .putFields(SEQUENCE_KEY, text(Long.toString(held.sequence())))
            .build();
  }

  /**
   * The revision that a node's metadata names; nothing when it names none or not a valid one, which
   * both mean that the agent must be compared with by contents.
   */
  public static Optional<Revision> resumeToken(Struct metadata) {
    return of(text(metadata, EPOCH_KEY), text(metadata, SEQUENCE_KEY));
  }

  /** The inverse of {@link Revision#toString} for revisions of an epoch; nothing for other text. */
  public static Optional<Revision> parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0 ? Optional.empty() : of(text.substring(0, dot), text.substring(dot + 1));
  }

  private static Optional<Revision> of(String epoch, String sequence) {
    return EPOCH.matcher(epoch).matches() && SEQUENCE.matcher(sequence).matches()
        ? Optional.of(new Revision(epoch, Long.parseLong(sequence)))
        : Optional.empty();
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  private static String text(Struct metadata, String key) {
    return metadata.getFieldsOrDefault(key, Value.getDefaultInstance()).getStringValue();
  }
}
