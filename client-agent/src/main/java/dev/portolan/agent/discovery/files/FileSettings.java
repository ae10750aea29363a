package dev.portolan.agent.discovery.files;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What to read and how patiently.
 *
 * @param quiet no event for so long ends a burst of changes
 * @param burst longest time that a burst is waited for
 * @param rescan how often the directory is walked without any event
 * @param removalGrace how long a file must be missing before its objects are gone
 * @param settle how long a directory that was empty must not change before anything is concluded
 *     from what is not in it
 * @param maxFileBytes a larger file is refused
 */
public record FileSettings(
    Path directory,
    Duration quiet,
    Duration burst,
    Duration rescan,
    Duration removalGrace,
    Duration settle,
    long maxFileBytes) {

  /** What suits people's editors, git and volumes that are filled after the agent started. */
  public static FileSettings of(Path directory) {
    return new FileSettings(
        directory,
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofSeconds(2),
        Duration.ofMillis(250),
        Duration.ofSeconds(2),
        16 << 20);
  }
}
