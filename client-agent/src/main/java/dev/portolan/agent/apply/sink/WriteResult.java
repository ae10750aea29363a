package dev.portolan.agent.apply.sink;

import java.time.Duration;
import java.util.Optional;

/** What came of one write. */
public sealed interface WriteResult {

  /**
   * Done.
   *
   * @param now what stands
   */
  record Written(ObservedObject now) implements WriteResult {}

  /** Done: nothing stands there. */
  record Removed() implements WriteResult {}

  /**
   * Nothing was done, because something else stands there than was thought.
   *
   * @param now what stands; empty when nothing does
   */
  record Moved(Optional<ObservedObject> now) implements WriteResult {}

  /**
   * Nothing was done.
   *
   * @param reason in the words of whoever refused it
   * @param retryAfter how long it asks to be left alone, if it says so
   */
  record Refused(Refusal refusal, String reason, Optional<Duration> retryAfter)
      implements WriteResult {}
}
