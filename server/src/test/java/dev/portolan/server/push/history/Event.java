package dev.portolan.server.push.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What happened to one subscriber, in the order in which it saw it. */
public sealed interface Event {

  /**
   * A stream begins; the one before it is over.
   *
   * @param token sequence of the bookmark that it resumes from
   * @param held key to version of what the subscriber holds
   */
  record Connected(Optional<Long> token, Map<String, String> held) implements Event {
    public Connected {
      held = Map.copyOf(held);
    }
  }

  /**
   * A response.
   *
   * @param sent key to version
   * @param removed keys
   * @param refused those of {@code sent} that the subscriber cannot accept: it keeps what it had
   */
  record Received(String nonce, Map<String, String> sent, List<String> removed, Set<String> refused)
      implements Event {
    public Received {
      sent = Map.copyOf(sent);
      removed = List.copyOf(removed);
      refused = Set.copyOf(refused);
    }
  }

  /** A bookmark: all is there up to this sequence. */
  record Marked(long sequence) implements Event {}
}
