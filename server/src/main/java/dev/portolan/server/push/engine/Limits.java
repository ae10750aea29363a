package dev.portolan.server.push.engine;

import java.time.Duration;

/**
 * What streams may cost.
 *
 * @param streams open at once; one more is sent away
 * @param opening streams at once whose first requests are read: what they list of what they hold
 *     can be as large as the registry
 * @param waiting streams that wait to be read; one more is sent away
 * @param openingLapse after which a stream that has said little counts as opened
 * @param bulky streams at once that are sent large responses; what is small overtakes them
 * @param bulkyBytes a response above this is large
 * @param bulkyLapse after which a stream that reads slowly lets the next one begin
 * @param stateBytes a full response above this is not sent, since it cannot be cut
 */
public record Limits(
    int streams,
    int opening,
    int waiting,
    Duration openingLapse,
    int bulky,
    int bulkyBytes,
    Duration bulkyLapse,
    int stateBytes) {
  /** For a hub with a heap of a few hundred megabytes. */
  public static final Limits STANDARD =
      new Limits(
          20_000,
          16,
          20_000,
          Duration.ofSeconds(2),
          64,
          32 * 1024,
          Duration.ofSeconds(10),
          32 << 20);
}
