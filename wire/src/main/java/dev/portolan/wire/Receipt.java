package dev.portolan.wire;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.portolan.registry.Revision;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an agent can show of the hub: up to where it was brought, and by which start of a hub. A hub
 * whose store lacks that knows that writes were lost. It is no resume token, so an agent shows it
 * also when it resumes by versions.
 *
 * @param revision of a bookmark, not {@link Revision#NONE}
 * @param start name of the start that sent it: 16 lower-case hexadecimal digits
 */
public record Receipt(Revision revision, String start) {
  /** Metadata key in the agent's xDS node: {@code <epoch>.<sequence>@<start>}. */
  public static final String KEY = "portolan.dev/held";

  private static final Pattern START = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern TEXT =
      Pattern.compile("([0-9a-f]{16})\\.(0|[1-9][0-9]{0,17})@([0-9a-f]{16})");

  public Receipt {
    if (revision.equals(Revision.NONE) || !isStart(start)) {
      throw new IllegalArgumentException("no receipt: %s by '%s'".formatted(revision, start));
    }
  }

  /** Whether a text is the name of a start. */
  public static boolean isStart(String text) {
    return START.matcher(text).matches();
  }

  /** The metadata that shows the receipt. */
  public Struct metadata() {
    return Struct.newBuilder()
        .putFields(KEY, Value.newBuilder().setStringValue(revision + "@" + start).build())
        .build();
  }

  /** The receipt that a node's metadata shows; nothing when it shows none or not a valid one. */
  public static Optional<Receipt> in(Struct metadata) {
    Matcher text =
        TEXT.matcher(metadata.getFieldsOrDefault(KEY, Value.getDefaultInstance()).getStringValue());
    return text.matches()
        ? Optional.of(
            new Receipt(new Revision(text.group(1), Long.parseLong(text.group(2))), text.group(3)))
        : Optional.empty();
  }
}
