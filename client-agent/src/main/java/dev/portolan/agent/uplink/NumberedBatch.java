package dev.portolan.agent.uplink;

import dev.portolan.v1.Batch;
import java.util.List;

/**
 * A batch that was given its number. The same number always stands for the same content.
 *
 * @param changes item by item what the message says
 */
record NumberedBatch(List<Change> changes, Batch message) {
  NumberedBatch {
    changes = List.copyOf(changes);
  }

  long number() {
    return message.getNumber();
  }

  /** Whether a hub with these limits takes it. */
  boolean fits(Limits limits) {
    return changes.size() <= limits.maxItems()
        && message.getSerializedSize() + Limits.ENVELOPE <= limits.maxBytes();
  }
}
